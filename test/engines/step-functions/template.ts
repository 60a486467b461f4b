import { load } from 'js-yaml';
import type { Json } from '../../../src/runtime/json.ts';

// A CloudFormation template as CloudFormation reads it, as far as what is deployed here needs it: intrinsic functions and pseudo parameters.

type Fields = Readonly<Record<string, Json>>;

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Fields }>>;
}

export interface Account {
  readonly account: string;
  readonly region: string;
}

/** A reader's own limit, against texts of strangers. */
const DEEPEST = 10_000;

/** The properties of all resources of a type, without intrinsic functions. */
export function propertiesIn(text: string, type: string, account: Account): readonly Fields[] {
  const { Resources } = load(text, { maxDepth: DEEPEST }) as Template;
  const all = Object.values(Resources).filter((resource) => resource.Type === type);
  return all.map(({ Properties }) => resolved(Properties, pseudo(account)) as Fields);
}

const pseudo = ({ account, region }: Account): ReadonlyMap<string, string> =>
  new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
  ]);

/** What names another resource becomes the ARN of nothing: nobody asks moto for permission. */
const ARN = 'arn:aws:iam::123456789012:role/any';

function resolved(value: Json, names: ReadonlyMap<string, string>): Json {
  return JSON.parse(JSON.stringify(value), (_, inner: Json) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const [[name, argument] = [], ...more] = Object.entries(inner);
    return more.length > 0 || argument === undefined ? inner : (applied(name, argument, names) ?? inner);
  }) as Json;
}

/** Undefined: it is no intrinsic function. Those inside of its argument are applied already. */
function applied(name: string | undefined, argument: Json, names: ReadonlyMap<string, string>): Json | undefined {
  const named = (text: string): string => names.get(text) ?? ARN;
  if (name === 'Ref' && typeof argument === 'string') return named(argument);
  if (name === 'Fn::GetAtt') return ARN;
  if (name === 'Fn::Sub' && typeof argument === 'string')
    return argument.replaceAll(/\$\{([^}!]+)\}/g, (_, text: string) => named(text));
  if (name !== 'Fn::Join' || !Array.isArray(argument)) return undefined;
  const [between, parts] = argument;
  return Array.isArray(parts) && typeof between === 'string' ? parts.join(between) : undefined;
}

/** What CloudFormation's `JobDefinitionName` is in Batch's own API, `jobDefinitionName`. Tags and the like are maps of names that stand as they are. */
export function asInBatch(value: Json): Json {
  if (Array.isArray(value)) return value.map(asInBatch);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.slice(0, 1).toLowerCase() + key.slice(1),
      key === 'Tags' || inner === undefined ? inner : asInBatch(inner),
    ]),
  ) as Json;
}
