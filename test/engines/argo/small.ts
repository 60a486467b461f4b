import type { Container, Template, WorkflowTemplate } from '../../../targets/argo/manifest.ts';

// A WorkflowTemplate made to fit a node of two cores: what flows ask of a machine is asked in small, no disk is asked for, as this node does not count it, and
// the one image there is stands for every other. Nothing else of it is touched.

const ENOUGH: Readonly<Record<string, string>> = { cpu: '10m', memory: '256Mi' };

type Quantities = Readonly<Record<string, string>>;

export function fitted(object: WorkflowTemplate, image: string): WorkflowTemplate {
  const templates = object.spec.templates?.map((template) => smallTemplate(template, image));
  return { ...object, spec: { ...object.spec, ...(templates === undefined ? {} : { templates }) } };
}

function smallTemplate(template: Template, image: string): Template {
  const { container } = template;
  return container === undefined ? template : { ...template, container: smallContainer(container, image) };
}

function smallContainer(container: Container, image: string): Container {
  const { resources } = container;
  const { requests, limits } = resources ?? {};
  return {
    ...container,
    ...(container.image === undefined ? {} : { image }),
    ...(resources === undefined
      ? {}
      : {
          resources: {
            ...(requests === undefined ? {} : { requests: small(requests) }),
            ...(limits === undefined ? {} : { limits: small(limits) }),
          },
        }),
  };
}

const small = (quantities: Quantities): Quantities =>
  Object.fromEntries(
    Object.entries(quantities).flatMap(([name, quantity]) =>
      name === 'ephemeral-storage' ? [] : [[name, ENOUGH[name] ?? quantity]],
    ),
  );
