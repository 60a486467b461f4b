import { createRequire } from 'node:module';
import { wrap } from '../node_modules/oxc-parser/src-js/wrap.js';

// Stands in for `oxc-parser` in the bundle of the command line. The package's own entry loads, as seven modules, what finds the binding for
// every platform there is and a visitor that flowc does not use: a fifth of what a small flow costs. This asks for the binding by its name, in
// the place where the package keeps it, and leaves every rarer case to the package.

const ofPackage = createRequire(createRequire(__filename).resolve('oxc-parser'));

function load() {
  const name = `@oxc-parser/binding-${process.platform}-${process.arch}`;
  for (const kind of { linux: ['-gnu', '-musl'], win32: ['-msvc'] }[process.platform] ?? ['']) {
    try {
      return ofPackage(name + kind);
    } catch {
      // Not installed, or for another C library.
    }
  }
  return ofPackage('./bindings.js');
}

const binding = load();

export const parseSync = (name, text, options) => wrap(binding.parseSync(name, text, options));
