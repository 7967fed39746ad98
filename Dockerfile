# docker build -t pbt . && docker run --rm -v "$PWD:/data" pbt parse form.pdf
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /pbt ./cmd/pbt

FROM scratch
COPY --from=build /pbt /pbt
COPY LICENSE THIRD_PARTY.md /
USER 65532:65532
WORKDIR /data
ENTRYPOINT ["/pbt"]
