import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';
import Handlebars from 'handlebars';
import { reading, template } from '../targets/airflow/template.ts';

// Reading the Airflow template takes a fifth of a small flow's compile, and loading what reads it would be a compile's to Argo too. So what is shipped has the template as
// code, and loads the part of Handlebars that runs such code when the first DAG file is written.

/** Handlebars' types have it that this is an object, and it is the text of one. */
const specification: unknown = Handlebars.precompile(template, reading);

/** Exports what `targets/airflow/fill.ts` does. */
const code = `let write;
export const fill = (...given) => (write ??= require('handlebars/runtime').template(${specification as string}))(...given);
`;

/** Puts a template that is read in the place of what reads it. */
export const readTemplate: Plugin = {
  name: 'read template',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]targets[\\/]airflow[\\/]fill\.ts$/ }, ({ path }) => ({
      contents: code,
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};
