import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { diskHost } from '../../../src/cli/project.ts';
import { compile } from '../../../src/compiler/compile.ts';
import { renderer, type Finding } from '../../../src/compiler/diagnostics/render.ts';
import { CannotPack } from '../../../src/package/cannot-pack.ts';
import { packFlow, type Packed } from '../../../src/package/pack.ts';
import { readSource } from '../../../src/package/source-text.ts';
import { loadFlow, type LoadedFlow } from '../../../src/runtime/package/load.ts';
import { unpack } from '../../../src/runtime/package/unpack.ts';

// Real projects on the disk, packed by the real bundler and imported by this process.

type Texts = Readonly<Record<string, string | Uint8Array>>;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the file's tests are over. */
export function temporary(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `flowc-${name}-`)));
  folders.push(folder);
  return folder;
}

/** Writes files, by their paths under `root`. */
export function put(root: string, files: Texts): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export function projectWith(files: Texts): string {
  const root = temporary('project');
  put(root, { 'package.json': '{ "type": "module" }', ...files });
  return root;
}

/** The text of a flow `TestFlow` with `members` besides its two steps. */
export const flowWith = (members: string, imports = '', end = ''): string => `${imports}
import { FlowSpec, step } from 'flowc';

export class TestFlow extends FlowSpec {
${members}
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {${end}}
}
`;

/** Packs the one flow of a file. */
export async function pack(root: string, file = 'flow.ts', external: readonly string[] = []): Promise<Packed> {
  const { flows, diagnostics } = compile({ file }, diskHost(root));
  const [flow] = flows;
  if (!flow) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return packFlow({ root, graph: flow.graph, external });
}

/** Packs, unpacks and imports. */
export async function load(root: string, file?: string): Promise<LoadedFlow> {
  return loadFlow(await unpack((await pack(root, file)).bytes, temporary('cache')));
}

/** A new object of the flow, with the members that the test asks it for. */
export async function make<Members = object>(root: string, file?: string): Promise<Members> {
  const { Flow } = await load(root, file);
  return new Flow() as Members;
}

/** The findings of a project that cannot be packed, as a reader sees them. */
export async function refusal(root: string, file?: string): Promise<string> {
  try {
    await pack(root, file);
  } catch (error) {
    if (error instanceof CannotPack) return shown(root, error.findings);
    throw error;
  }
  throw new Error('the flow was packed; it was to be refused');
}

export function shown(root: string, findings: readonly Finding[]): string {
  const show = renderer({ source: (path) => readSource(join(root, path)) });
  return findings.map(show).join('\n');
}
