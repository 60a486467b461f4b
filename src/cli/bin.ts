import { processIo } from './io.ts';
import { main } from './main.ts';

// The bundle's entry, loaded by bin/flowc.cjs once Node is known to be new enough.

main(process.argv.slice(2), processIo()).then(
  (code) => {
    // After a second Ctrl-C nobody waits for what is still going on.
    if (code > 2) process.exit(code);
    process.exitCode = code;
  },
  (error: unknown) => {
    // Node would print the line of the bundle that threw, which is all of it.
    const io = processIo();
    io.err.write(
      `${error instanceof Error ? error.stack : String(error)}\n\nflowc failed by a fault of its own: please report it with the flow.\n`,
    );
    process.exitCode = 2;
  },
);
