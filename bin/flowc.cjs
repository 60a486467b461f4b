#!/usr/bin/env node
// Written in the JavaScript of 2015, so that a Node too old for flowc can still say so.
'use strict';

var needed = 24;
var major = Number(process.versions.node.split('.')[0]);
if (major < needed) {
  process.stderr.write(
    'flowc needs Node ' +
      needed +
      ' or newer, and this is ' +
      process.version +
      ': get it from https://nodejs.org or with `nvm install ' +
      needed +
      '`.\n',
  );
  process.exit(2);
}
require('node:module').enableCompileCache();
require('../dist/cli.cjs');
