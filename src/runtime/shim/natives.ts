// Globals as they were before any of the flow's code ran. A step may put a mock or a polyfill in their place, as fake timers do or a library of promises,
// and what it left is stored all the same. The worker's build gives these to all of its modules (esbuild's `inject`), so nobody imports them.

export const { Date, Promise, clearInterval, clearTimeout, setInterval, setTimeout } = globalThis;

export const JSON = { parse: globalThis.JSON.parse, stringify: globalThis.JSON.stringify };
