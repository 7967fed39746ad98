// Package k8stest decodes the Kubernetes manifests of deploy/ as the API server
// does. It is a module of its own so that pbt does not depend on Kubernetes.
package k8stest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// decode refuses keys that the API does not know, and keys that stand twice.
func decode(t *testing.T, name string) *batchv1.Job {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	var job batchv1.Job
	if err := yaml.UnmarshalStrict(data, &job); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if job.APIVersion != "batch/v1" || job.Kind != "Job" {
		t.Errorf("%s is a %s %s", name, job.APIVersion, job.Kind)
	}
	return &job
}

func TestConvert(t *testing.T) {
	job := decode(t, "kubernetes-job.yaml")
	s := job.Spec
	if s.CompletionMode == nil || *s.CompletionMode != batchv1.IndexedCompletion {
		t.Error("the job is not indexed")
	}
	if s.Completions == nil || s.Parallelism == nil || *s.Completions < 10**s.Parallelism || *s.Completions > 50**s.Parallelism {
		t.Errorf("%v completions for %v slots, expected 10 to 50 a slot", s.Completions, s.Parallelism)
	}
	// podFailurePolicy and backoffLimitPerIndex need it.
	if s.Template.Spec.RestartPolicy != corev1.RestartPolicyNever {
		t.Error("the restart policy is not Never")
	}
	c := s.Template.Spec.Containers[0]
	count := ""
	for _, e := range c.Env {
		if e.Name == "PBT_SHARD_COUNT" {
			count = e.Value
		}
	}
	if count != strconv.Itoa(int(*s.Completions)) {
		t.Errorf("PBT_SHARD_COUNT is %q, completions are %d", count, *s.Completions)
	}
	for _, r := range s.PodFailurePolicy.Rules {
		if r.OnExitCodes != nil && *r.OnExitCodes.ContainerName != c.Name {
			t.Errorf("the failure policy speaks of container %q", *r.OnExitCodes.ContainerName)
		}
	}
	sound(t, job)
}

func TestMerge(t *testing.T) {
	job := decode(t, "kubernetes-merge.yaml")
	if job.Spec.Template.Spec.Containers[0].Args[0] != "merge" {
		t.Error("the job does not merge")
	}
	sound(t, job)
}

// sound checks what the API server checks beyond the types.
func sound(t *testing.T, job *batchv1.Job) {
	t.Helper()
	pod := job.Spec.Template.Spec
	volumes := map[string]bool{}
	for _, v := range pod.Volumes {
		volumes[v.Name] = true
	}
	for _, c := range pod.Containers {
		for _, m := range c.VolumeMounts {
			if !volumes[m.Name] || !strings.HasPrefix(m.MountPath, "/") {
				t.Errorf("the mount %s at %s has no volume", m.Name, m.MountPath)
			}
		}
		if r, l := c.Resources.Requests.Memory(), c.Resources.Limits.Memory(); r.Cmp(*l) > 0 {
			t.Errorf("more memory requested (%s) than allowed (%s)", r, l)
		}
		if c.SecurityContext == nil || c.SecurityContext.AllowPrivilegeEscalation == nil || *c.SecurityContext.AllowPrivilegeEscalation {
			t.Errorf("%s may gain privileges", c.Name)
		}
	}
}

// The test must be able to fail: a key that the API does not know is refused.
func TestStrict(t *testing.T) {
	data, err := os.ReadFile("../kubernetes-job.yaml")
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(data), "completionMode", "completionsMode", 1)
	if err := yaml.UnmarshalStrict([]byte(wrong), &batchv1.Job{}); err == nil {
		t.Error("an unknown key was accepted")
	}
}
