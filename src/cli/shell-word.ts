/** A word for a line that people copy into a shell: in quotes where the shell would take it for something else. */
export const shellWord = (word: string): string =>
  /^[\w./@%+=:,#-]+$/.test(word) && !word.startsWith('#') ? word : `'${word.replaceAll("'", `'\\''`)}'`;
