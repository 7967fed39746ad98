package rules

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/pbt-cli/pbt/schema/yml"
)

// JSONSchema is the JSON Schema (draft 2020-12) of a rule file, for editors that
// complete and check YAML. It is made from the structs that decode the file.
func JSONSchema() ([]byte, error) {
	g := &schemaMaker{defs: map[string]any{}}
	root := g.object(reflect.TypeFor[fileDef]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "pbt rule file"
	rule := g.defs["ruleDef"].(map[string]any)
	rule["required"] = []string{"id"}
	var perKind []any
	for _, k := range kindTable {
		t := reflect.TypeOf(k.params()).Elem()
		g.named("params."+k.name, t)
		ref := map[string]any{"$ref": "#/$defs/params." + k.name}
		perKind = append(perKind, map[string]any{
			"if": map[string]any{"properties": map[string]any{"kind": map[string]any{"const": k.name}}, "required": []string{"kind"}},
			"then": map[string]any{"properties": map[string]any{
				"params": ref,
				"cases":  map[string]any{"items": map[string]any{"properties": map[string]any{"params": ref}}},
			}},
		})
	}
	rule["allOf"] = perKind
	props := rule["properties"].(map[string]any)
	props["kind"] = map[string]any{"enum": kindNames(), "description": "the kind of check"}
	props["id"] = map[string]any{"type": "string", "pattern": ruleID().String(), "description": "the rule's name: a family, a dot, and what is wrong"}
	root["$defs"] = g.defs
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(out, '\n'), nil
}

// schemaMaker turns decoding structs into schemas.
type schemaMaker struct{ defs map[string]any }

func (g *schemaMaker) named(name string, t reflect.Type) map[string]any {
	if _, ok := g.defs[name]; !ok {
		g.defs[name] = true // a placeholder for a type that holds itself
		g.defs[name] = g.object(t)
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

func (g *schemaMaker) object(t reflect.Type) map[string]any {
	props := map[string]any{}
	g.properties(t, props)
	return map[string]any{"type": "object", "properties": props, "additionalProperties": false}
}

func (g *schemaMaker) properties(t reflect.Type, props map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			g.properties(f.Type, props)
			continue
		}
		key := tagKey(f)
		if key == "" || key == "-" {
			continue
		}
		s := g.of(f.Type)
		if list := f.Tag.Get("enum"); list != "" {
			s = enumSchema(f.Type, strings.Split(list, "|"))
		}
		if doc := f.Tag.Get("doc"); doc != "" {
			s = withDescription(s, doc)
		}
		props[key] = s
	}
}

func withDescription(s map[string]any, doc string) map[string]any {
	if _, ref := s["$ref"]; ref {
		return map[string]any{"allOf": []any{s}, "description": doc}
	}
	s["description"] = doc
	return s
}

func enumSchema(t reflect.Type, words []string) map[string]any {
	one := map[string]any{"enum": words}
	if t.Kind() == reflect.Slice {
		return map[string]any{"anyOf": []any{one, map[string]any{"type": "array", "items": one}}}
	}
	return one
}

func (g *schemaMaker) of(t reflect.Type) map[string]any {
	switch t {
	case textType:
		text := map[string]any{"type": "string"}
		return map[string]any{"anyOf": []any{text, map[string]any{
			"type": "object", "additionalProperties": false,
			"properties": map[string]any{"zh": text, "en": text},
		}}}
	case nodeType:
		return map[string]any{"type": "object"}
	case reflect.TypeFor[[]*yml.Node]():
		return map[string]any{"type": "array", "items": map[string]any{"type": "object"}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.of(t.Elem())
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Slice:
		item := g.of(t.Elem())
		list := map[string]any{"type": "array", "items": item}
		if t.Elem().Kind() == reflect.String {
			return map[string]any{"anyOf": []any{item, list}}
		}
		return list
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": g.of(t.Elem())}
	case reflect.Struct:
		return g.named(t.Name(), t)
	}
	// A number is a text in YAML as much as a number.
	return map[string]any{"type": []string{"string", "number", "boolean"}}
}
