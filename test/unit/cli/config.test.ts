import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { Arguments } from '../../../src/cli/arguments.ts';
import { resolveSettings, type Resolved } from '../../../src/cli/config/resolve.ts';
import { configSchema } from '../../../src/cli/config/schema.ts';
import { configSchemaText } from '../../../scripts/build.ts';
import { flowText, flowc, projectWith } from './run.ts';

const silent = { write: () => true, interactive: false, colour: false, width: 120, height: 24 };

function resolve(
  cwd: string,
  flags: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Resolved> {
  const values = new Map(Object.entries(flags).map(([name, text]) => [name, [text]]));
  const io = { cwd, env, out: silent, err: silent, shim: '', onStop: () => () => {} };
  return resolveSettings(new Arguments([], values), io);
}

const config = {
  target: 'argo',
  image: 'base',
  labels: { team: 'ml', tier: 'x' },
  environments: { prod: { image: 'prod', out: 'deploy/prod', labels: { tier: 'y' } }, test: {} },
};
const json = (value: unknown): string => JSON.stringify(value, null, 2);
const ts = (value: unknown): string =>
  `import { defineConfig } from 'flowc/config';\n\nexport default defineConfig(${json(value)});\n`;

describe.each([
  ['flowc.config.json', json],
  ['flowc.config.ts', ts],
] as const)('%s', (name, write) => {
  test('sets what holds for all', async () => {
    const root = projectWith({ [name]: write(config) });
    expect(await resolve(root)).toEqual({
      target: 'argo',
      image: 'base',
      labels: { team: 'ml', tier: 'x' },
      out: `${root}/manifests`,
    });
  });

  test('is found from a folder below', async () => {
    const root = projectWith({ [name]: write(config), 'a/b/c.txt': '' });
    expect(await resolve(`${root}/a/b`)).toMatchObject({ image: 'base' });
  });

  test('is not looked for above the package', async () => {
    const root = projectWith({ [name]: write(config), 'inner/package.json': '{}' });
    expect(await resolve(`${root}/inner`)).toEqual({ out: `${root}/inner/manifests` });
  });

  test('has environments over that, labels merged, paths from its own folder', async () => {
    const root = projectWith({ [name]: write(config), 'a/b.txt': '' });
    expect(await resolve(`${root}/a`, { env: 'prod' })).toMatchObject({
      image: 'prod',
      labels: { team: 'ml', tier: 'y' },
      out: `${root}/deploy/prod`,
    });
    expect(await resolve(root, {}, { FLOWC_ENV: 'prod' })).toMatchObject({ image: 'prod' });
  });

  test('gives way to an environment variable, and that to a flag', async () => {
    const root = projectWith({ [name]: write(config) });
    expect(await resolve(root, {}, { FLOWC_IMAGE: 'variable', FLOWC_PARALLELISM: '5' })).toMatchObject({
      image: 'variable',
      parallelism: 5,
    });
    expect(await resolve(root, { image: 'flag' }, { FLOWC_IMAGE: 'variable' })).toMatchObject({ image: 'flag' });
    expect(await resolve(root, {}, { FLOWC_IMAGE: '' })).toMatchObject({ image: 'base' });
  });

  test('may name the environment that holds', async () => {
    const root = projectWith({ [name]: write({ ...config, defaultEnvironment: 'prod' }) });
    expect(await resolve(root)).toMatchObject({ image: 'prod' });
    expect(await resolve(root, { env: 'test' })).toMatchObject({ image: 'base' });
  });

  test.each([
    [{ imagee: 'x' }, 'unknown key `imagee`; did you mean `image`?'],
    [{ environments: { prod: { nmespace: 'x' } } }, 'unknown key `nmespace`; did you mean `namespace`?'],
    [{ environments: { prod: { environments: {} } } }, 'unknown key `environments`'],
    [{ image: '' }, '`image` is an image such as `ghcr.io/acme/train:1.4`'],
    [{ image: ' a b' }, '`image` is an image such as'],
    [{ namespace: 'Team_A' }, '`namespace` is at most 63 lower-case letters'],
    [{ datastore: '' }, '`datastore` is a text that is not empty'],
    [{ parallelism: 1.5 }, '`parallelism` is a whole number from 1'],
    [{ imagePullPolicy: 'always' }, '`imagePullPolicy` is one of `Always`, `IfNotPresent`, `Never`'],
    [{ imagePullSecrets: ['a', 1] }, '`imagePullSecrets` is a list, each of it at most 253'],
    [{ labels: { a: 1 } }, '`labels` is an object: each key at most 63 letters'],
    [{ labels: { a: 'b c' } }, 'each value at most 63 letters'],
    [{ annotations: { 'a b': '' } }, '`annotations` is an object: each key at most 63'],
    [{ defaultEnvironment: 'prd', environments: { prod: {} } }, 'there is no environment `prd`; did you mean `prod`?'],
  ])('refuses %j, at its place', async (value, says) => {
    const root = projectWith({ [name]: write(value), 'flow.ts': flowText() });
    const { code, err } = await flowc(root, ['compile', 'flow.ts', '--target', 'argo']);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err).toMatch(new RegExp(`--> ${name}:\\d+:\\d+\\n`));
  });

  test('tells an environment that it has not', async () => {
    const root = projectWith({ [name]: write(config) });
    await expect(resolve(root, { env: 'prd' })).rejects.toThrow(
      'the configuration has no environment `prd`; did you mean `prod`?',
    );
  });
});

describe('the configuration', () => {
  test('points at the place, also in JSON', async () => {
    const root = projectWith({ 'flowc.config.json': '{\n  "imagee": "x"\n}\n', 'flow.ts': flowText() });
    const { err } = await flowc(root, ['compile', 'flow.ts', '--target', 'argo']);
    expect(err).toContain(' --> flowc.config.json:2:3\n  |\n2 |   "imagee": "x"\n  |   ^^^^^^^^\n');
  });

  test('that is not JSON says where', async () => {
    const root = projectWith({ 'flowc.config.json': '{\n  image: "x"\n}\n' });
    await expect(resolve(root)).rejects.toMatchObject({ findings: [{ span: { start: 4 } }] });
  });

  test('in TypeScript is read without being run: constants and spreads, no calls', async () => {
    const shared = "import { registry } from './registry.ts';\nconst base = { target: 'argo' } as const;\n";
    const text = (image: string): string => `${shared}export default { ...base, image: ${image} };\n`;
    const files = { 'registry.ts': "export const registry = 'r.example';\n" };
    expect(await resolve(projectWith({ ...files, 'flowc.config.ts': text('`${registry}/a:1`') }))).toMatchObject({
      target: 'argo',
      image: 'r.example/a:1',
    });
    const root = projectWith({ ...files, 'flowc.config.ts': text('process.exit(3)'), 'flow.ts': flowText() });
    expect(await flowc(root, ['compile', 'flow.ts'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--> flowc\.config\.ts:3:[^]*help: A configuration is read, never run/),
    });
  });

  test('stands once', async () => {
    const root = projectWith({ 'flowc.config.json': '{}', 'flowc.config.ts': 'export default {};\n' });
    await expect(resolve(root)).rejects.toThrow('there are two configurations');
  });

  test('may be elsewhere', async () => {
    const root = projectWith({ 'ci/other.json': json({ image: 'other', out: 'o' }) });
    expect(await resolve(root, { config: 'ci/other.json' })).toEqual({ image: 'other', out: `${root}/ci/o` });
    await expect(resolve(root, { config: 'gone.json' })).rejects.toThrow('there is no configuration');
  });

  test('has a published schema that says the same', () => {
    expect(
      readFileSync(new URL('../../../schema/flowc.config.schema.json', import.meta.url), 'utf8'),
      'run `npm run build`',
    ).toBe(configSchemaText());
    const validate = new Ajv().compile(configSchema());
    expect(validate({ $schema: 'x', ...config }), JSON.stringify(validate.errors)).toBe(true);
    for (const wrong of [
      { imagee: 'x' },
      { parallelism: 0 },
      { labels: { a: 1 } },
      { environments: { a: { environments: {} } } },
    ]) {
      expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });
});
