// argolint says which manifests Argo itself would refuse.
//
// It does what `argo lint --offline --strict` does, with the functions that the CLI calls for it: the CLI itself cannot be
// built from the published module, because the web page that its server embeds is left out. A Sensor goes through
// argo-events' own validation, and the workflow in its trigger through Argo's; a Kubernetes kind is decoded strictly.
//
// Usage: argolint FILE...   One object a file. Files of one folder see each other's templates, as they would in one
// namespace. Prints a line of JSON for each file, in which a missing "error" means accepted. Exit 1: something was refused.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	events "github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/sensor"
	workflows "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/util/logging"
	"github.com/argoproj/argo-workflows/v4/workflow/validate"
	core "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// Every kind that flowc writes; any other is refused, so that a new one is not waved through unread.
var kinds = map[string]func() meta.Object{
	"argoproj.io/v1alpha1 WorkflowTemplate":    func() meta.Object { return &workflows.WorkflowTemplate{} },
	"argoproj.io/v1alpha1 CronWorkflow":        func() meta.Object { return &workflows.CronWorkflow{} },
	"argoproj.io/v1alpha1 Sensor":              func() meta.Object { return &events.Sensor{} },
	"v1 ConfigMap":                             func() meta.Object { return &core.ConfigMap{} },
	"v1 ServiceAccount":                        func() meta.Object { return &core.ServiceAccount{} },
	"rbac.authorization.k8s.io/v1 Role":        func() meta.Object { return &rbac.Role{} },
	"rbac.authorization.k8s.io/v1 RoleBinding": func() meta.Object { return &rbac.RoleBinding{} },
}

type finding struct {
	File  string `json:"file"`
	Kind  string `json:"kind,omitempty"`
	Name  string `json:"name,omitempty"`
	Error string `json:"error,omitempty"`
}

// A folder stands for a namespace: the templates that its objects may refer to, by name.
type folder map[string]*workflows.WorkflowTemplate

func (f folder) Get(_ context.Context, name string) (*workflows.WorkflowTemplate, error) {
	if template, ok := f[name]; ok {
		return template, nil
	}
	return nil, fmt.Errorf("no file of the folder holds the WorkflowTemplate %q", name)
}

func (f folder) add(object meta.Object) error {
	template, ok := object.(*workflows.WorkflowTemplate)
	if !ok {
		return nil
	}
	if f[template.Name] != nil {
		return fmt.Errorf("another file of the folder holds a WorkflowTemplate %q", template.Name)
	}
	f[template.Name] = template
	return nil
}

// flowc writes nothing that refers to a ClusterWorkflowTemplate.
type noCluster struct{}

func (noCluster) Get(_ context.Context, name string) (*workflows.ClusterWorkflowTemplate, error) {
	return nil, fmt.Errorf("reference to the ClusterWorkflowTemplate %q", name)
}

func main() {
	ctx := logging.WithLogger(context.Background(), logging.NewSlogLogger(logging.Error, logging.Text))
	files := os.Args[1:]
	findings := make([]finding, len(files))
	objects := make([]meta.Object, len(files))
	folders := map[string]folder{}
	for i, file := range files {
		findings[i].File = file
		object, err := read(&findings[i])
		if dir := filepath.Dir(file); err == nil {
			if folders[dir] == nil {
				folders[dir] = folder{}
			}
			objects[i], err = object, folders[dir].add(object)
		}
		findings[i].set(err)
	}

	refused := false
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for i, f := range findings {
		if f.Error == "" {
			f.set(check(ctx, folders[filepath.Dir(f.File)], objects[i]))
		}
		refused = refused || f.Error != ""
		if err := out.Encode(f); err != nil {
			panic(err)
		}
	}
	if refused {
		os.Exit(1)
	}
}

func (f *finding) set(err error) {
	if err != nil {
		f.Error = err.Error()
	}
}

// read decodes the file's one object strictly into its type: an unknown or repeated field is an error.
func read(f *finding) (meta.Object, error) {
	data, err := os.ReadFile(f.File)
	if err != nil {
		return nil, err
	}
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	document, err := documents.Read()
	if err != nil {
		return nil, fmt.Errorf("no object in the file: %w", err)
	}
	if _, err := documents.Read(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one document in the file")
	}
	var head meta.PartialObjectMetadata
	if err := yaml.Unmarshal(document, &head); err != nil {
		return nil, err
	}
	f.Kind, f.Name = head.Kind, head.Name
	create, known := kinds[head.APIVersion+" "+head.Kind]
	if !known {
		return nil, fmt.Errorf("flowc does not write objects of apiVersion %q and kind %q", head.APIVersion, head.Kind)
	}
	object := create()
	if head.Name == "" {
		return nil, errors.New("metadata.name is missing")
	}
	return object, yaml.UnmarshalStrict(document, object)
}

func check(ctx context.Context, known folder, object meta.Object) error {
	switch v := object.(type) {
	case *workflows.WorkflowTemplate:
		return validate.ValidateWorkflowTemplate(ctx, known, noCluster{}, v, nil, validate.ValidateOpts{Lint: true})
	case *workflows.CronWorkflow:
		return validate.ValidateCronWorkflow(ctx, known, noCluster{}, v, nil)
	case *events.Sensor:
		return checkSensor(ctx, known, v)
	}
	return nil
}

func checkSensor(ctx context.Context, known folder, s *events.Sensor) error {
	// The validation asks for a bus that is up, of a kind that allows everything a Sensor can say.
	bus := &events.EventBus{Spec: events.EventBusSpec{JetStream: &events.JetStreamBus{Version: "any"}}}
	bus.Status.MarkConfigured()
	bus.Status.Config.JetStream = &events.JetStreamConfig{}
	if err := sensor.ValidateSensor(s, bus); err != nil {
		return err
	}
	for _, trigger := range s.Spec.Triggers {
		var source *events.ArtifactLocation
		if create := trigger.Template.K8s; create != nil {
			source = create.Source
		} else if submit := trigger.Template.ArgoWorkflow; submit != nil {
			source = submit.Source
		}
		if source == nil || source.Resource == nil {
			return fmt.Errorf("trigger %q starts no workflow that is written in it", trigger.Template.Name)
		}
		var w workflows.Workflow
		err := yaml.UnmarshalStrict(source.Resource.Value, &w)
		if err == nil {
			err = validate.ValidateWorkflow(ctx, known, noCluster{}, &w, nil, validate.ValidateOpts{Lint: true})
		}
		if err != nil {
			return fmt.Errorf("workflow of trigger %q: %w", trigger.Template.Name, err)
		}
	}
	return nil
}
