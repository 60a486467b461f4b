import type { Form } from '../../compiler/ir/forms.ts';
import { settings, settingNames, type Setting } from './settings.ts';

// The JSON Schema of flowc.config.json, for editors; `npm run build` writes it to schema/ and a test holds that it is current.

export function configSchema(): object {
  const properties = Object.fromEntries(settingNames.map((name) => [name, propertyOf(settings[name])]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'flowc.config.json',
    description:
      'Settings of flowc for a project. A flag holds over an environment variable (FLOWC_…), and that over this file.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...properties,
      defaultEnvironment: { type: 'string', description: 'the environment where nobody says --env' },
      environments: {
        type: 'object',
        description: 'environments by name, for --env: each over what stands at the top level',
        additionalProperties: { type: 'object', additionalProperties: false, properties },
      },
    },
  };
}

function propertyOf(setting: Setting): object {
  const description = setting.help;
  switch (setting.kind) {
    case 'text':
      return { ...formOf(setting.form), minLength: 1, description };
    case 'choice':
      return { enum: setting.of, description };
    case 'count':
      return { type: 'integer', minimum: 1, description };
    case 'list':
      return { type: 'array', items: { ...formOf(setting.form), minLength: 1 }, description };
    case 'map':
      return {
        type: 'object',
        propertyNames: formOf(setting.keys),
        additionalProperties: formOf(setting.form),
        description,
      };
  }
}

const formOf = (form: Form | undefined): object =>
  form === undefined ? { type: 'string' } : { type: 'string', pattern: form.pattern.source, maxLength: form.longest };
