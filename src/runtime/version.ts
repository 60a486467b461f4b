/** That of package.json, which a test holds it to: read from there it would cost every start a file. */
export const VERSION = '0.1.0';
