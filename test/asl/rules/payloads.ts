import { parseExpression, parsePath } from '../expression.ts';
import { isFields, listOf, type Fields, type Rule } from '../scopes.ts';

/** What is computed parses, and no key is there twice once it is. */
export const payloads: Rule = (scopes, report) => {
  for (const { states } of scopes)
    for (const [name, state] of states) {
      const say = (what: string): void => report(name, what);
      for (const payload of payloadsOf(state)) checkPayload(payload, say);
      for (const path of pathsOf(state)) parses(path, parsePath, say);
    }
};

const payloadsOf = (state: Fields): readonly unknown[] => {
  const { Parameters, ResultSelector, ItemSelector, ItemReader } = state;
  return [Parameters, ResultSelector, ItemSelector, isFields(ItemReader) ? ItemReader['Parameters'] : undefined];
};

/** Of fields that are paths whatever they are called. */
function pathsOf(state: Fields): readonly unknown[] {
  const { InputPath, OutputPath, ResultPath, ItemsPath, ErrorPath, CausePath, Choices, Catch } = state;
  const others = [
    ...listOf(Choices).map((choice) => (isFields(choice) ? choice['Variable'] : undefined)),
    ...listOf(Catch).map((catcher) => (isFields(catcher) ? catcher['ResultPath'] : undefined)),
  ];
  return [InputPath, OutputPath, ResultPath, ItemsPath, ErrorPath, CausePath, ...others].filter(
    (path) => path !== undefined && path !== null,
  );
}

function checkPayload(payload: unknown, say: (what: string) => void): void {
  if (Array.isArray(payload)) for (const item of payload) checkPayload(item, say);
  if (!isFields(payload)) return;
  const keys = Object.keys(payload).map((key) => key.replace(/\.\$$/, ''));
  for (const key of keys) if (keys.indexOf(key) !== keys.lastIndexOf(key)) say(`gives ${key} twice`);
  for (const [key, value] of Object.entries(payload))
    if (key.endsWith('.$')) parses(value, parseExpression, say);
    else checkPayload(value, say);
}

function parses(text: unknown, parse: (text: string) => unknown, say: (what: string) => void): void {
  if (typeof text !== 'string') return say(`computes what is no text: ${JSON.stringify(text)}`);
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    say(error.message);
  }
}
