import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowWith, make, pack, put, refusal, temporary } from './project.ts';

// The ways in which package managers lay out node_modules. In each: the dependency's own dependency is found, and what two machines have in folders of
// different names and depths gives the same bytes.

const flow = flowWith('  greeting = greet();', "import { greet } from 'greeter';");
const outer = {
  'package.json': '{ "name": "greeter", "version": "1.0.0", "main": "./index.js" }',
  'index.js': "const { name } = require('namer'); exports.greet = () => 'hello ' + name;",
};
const inner = {
  'package.json': '{ "name": "namer", "version": "2.0.0", "type": "module", "exports": { ".": "./index.js" } }',
  'index.js': "export const name = 'world';",
};

const under = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

function link(root: string, path: string, to: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(to, join(root, path), 'dir');
}

interface Layout {
  /** The flow's file. */
  readonly file: string;
  /** The project's root. */
  readonly project: string;
  readonly make: (root: string) => void;
}

const layouts: Readonly<Record<string, Layout>> = {
  npm: {
    file: 'flow.ts',
    project: '.',
    make: (root) =>
      put(root, {
        'package.json': '{ "type": "module" }',
        'flow.ts': flow,
        ...under('node_modules/greeter', outer),
        ...under('node_modules/namer', inner),
      }),
  },
  pnpm: {
    file: 'flow.ts',
    project: '.',
    make: (root) => {
      const store = 'node_modules/.pnpm';
      put(root, {
        'package.json': '{ "type": "module" }',
        'flow.ts': flow,
        ...under(`${store}/greeter@1.0.0/node_modules/greeter`, outer),
        ...under(`${store}/namer@2.0.0/node_modules/namer`, inner),
      });
      link(root, 'node_modules/greeter', '.pnpm/greeter@1.0.0/node_modules/greeter');
      link(root, `${store}/greeter@1.0.0/node_modules/namer`, '../../namer@2.0.0/node_modules/namer');
    },
  },
  workspaces: {
    file: 'flows/flow.ts',
    project: 'packages/jobs',
    make: (root) => {
      put(root, {
        'package.json': '{ "workspaces": ["packages/*"] }',
        'packages/jobs/package.json': '{ "name": "jobs", "type": "module" }',
        'packages/jobs/flows/flow.ts': flow,
        ...under('packages/greeter', {
          'package.json': '{ "name": "greeter", "type": "module", "exports": { ".": "./src/index.ts" } }',
          'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
          'src/index.ts': "import { name } from '~/name'; export const greet = (): string => `hello ${name}`;",
          'src/name.ts':
            "import { type Named, name as found } from 'namer'; export const name: string = found satisfies Named['name'];",
        }),
        ...under('node_modules/namer', inner),
      });
      link(root, 'node_modules/greeter', '../packages/greeter');
    },
  },
};

describe.each(Object.entries(layouts))('in the layout of %s', (name, layout) => {
  const madeIn = (folder: string): string => {
    const root = join(temporary(name), folder);
    layout.make(root);
    return join(root, layout.project);
  };

  test('what a flow imports is found and works', async () => {
    expect(await make(madeIn('.'), layout.file)).toMatchObject({ greeting: 'hello world' });
  });

  test('two machines make the same bytes', async () => {
    const [one, two] = [madeIn('home/one/project'), madeIn('srv')];
    expect((await pack(one, layout.file)).id).toBe((await pack(two, layout.file)).id);
  });
});

test('a package that pnpm does not let the project see is not found, as Node would not', async () => {
  const root = temporary('strict');
  layouts['pnpm']?.make(root);
  put(root, { 'flow.ts': flowWith('  is = name;', "import { name } from 'namer';") });
  expect(await refusal(root)).toContain('could not resolve `namer`');
});
