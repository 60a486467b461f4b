import type { Rule } from '../scopes.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_CHARACTERS = 80;

/** Those that AWS takes in no name of anything: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Names are good ones, and one name is one state, in whatever scope. */
export const names: Rule = (scopes, report) => {
  const seen = new Set<string>();
  for (const { states } of scopes) {
    for (const name of states.keys()) {
      if (seen.has(name)) report(name, 'is the name of two states');
      seen.add(name);
      if (name === '') report(name, 'is no name');
      if (name.length > MOST_CHARACTERS) report(name, `has ${name.length} characters`);
      if (!name.isWellFormed()) report(name, 'is cut in the middle of a character');
      const [character] = FORBIDDEN.exec(name) ?? [];
      if (character !== undefined) report(name, `has ${JSON.stringify(character)} in its name`);
    }
  }
};
