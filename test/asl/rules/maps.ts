import { endsScope, fieldsOf, modeOf, type Fields, type Rule } from '../scopes.ts';

// https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html

const LONGEST_LABEL = 40;

/** A Map has what its mode has. */
export const maps: Rule = (scopes, report) => {
  for (const { states } of scopes)
    for (const [name, state] of states) if (state['Type'] === 'Map') checkMap(state, (what) => report(name, what));
  const labels = scopes.flatMap(({ states }) =>
    [...states.values()].flatMap(({ Label }) => (typeof Label === 'string' ? [Label] : [])),
  );
  for (const label of labels)
    if (labels.indexOf(label) !== labels.lastIndexOf(label)) report('the machine', `two Maps are labelled ${label}`);
  for (const { owner, isChild, states } of scopes) {
    // The outputs of all children become one list before `ResultPath` throws it away, and 256 KiB are the most of it: https://github.com/aws/aws-cdk/issues/24799
    if (owner !== undefined && modeOf(owner.state) === 'DISTRIBUTED' && owner.state['ResultWriter'] === undefined)
      for (const [name, state] of states)
        if (endsScope(state) && state['Type'] !== 'Fail' && state['OutputPath'] !== null)
          report(name, 'puts out what a wide foreach has no room for');
    if (!isChild) continue;
    for (const [name, { ItemProcessor: _, Branches: __, ...own }] of states)
      if (/"[^"]*\$\$\.Execution\b/.test(JSON.stringify(own)))
        report(name, 'reads the execution, which is the child’s');
  }
};

function checkMap(state: Fields, say: (what: string) => void): void {
  const { ItemReader, ItemProcessor, MaxConcurrency = 0, Label, ItemSelector } = state;
  const { ProcessorConfig } = fieldsOf(ItemProcessor);
  const { Mode = 'INLINE', ExecutionType } = fieldsOf(ProcessorConfig);
  if (!Number.isInteger(MaxConcurrency) || Number(MaxConcurrency) < 0)
    say(`runs ${JSON.stringify(MaxConcurrency)} at a time`);
  if (Mode !== 'INLINE' && Mode !== 'DISTRIBUTED') say(`has no mode ${JSON.stringify(Mode)}`);
  if (Mode === 'DISTRIBUTED' && ExecutionType !== 'STANDARD' && ExecutionType !== 'EXPRESS')
    say(`its children are of no type ${JSON.stringify(ExecutionType)}`);
  if (Mode === 'INLINE')
    for (const [field, value] of Object.entries({
      ItemReader,
      Label,
      ExecutionType,
      ResultWriter: state['ResultWriter'],
    }))
      if (value !== undefined) say(`has ${field}, which an inline Map has not`);
  if (typeof Label === 'string' && Label.length > LONGEST_LABEL) say(`has a label of ${Label.length} characters`);
  if (ItemSelector === undefined) say('its children know nothing but their element');
  if (ItemReader !== undefined) checkReader(fieldsOf(ItemReader), say);
}

function checkReader({ Resource, ReaderConfig, Parameters }: Fields, say: (what: string) => void): void {
  if (Resource !== 'arn:aws:states:::s3:getObject') say(`reads its elements by ${String(Resource)}`);
  if (fieldsOf(ReaderConfig)['InputType'] !== 'JSON') say('reads no list of JSON');
  const keys = Object.keys(fieldsOf(Parameters)).map((key) => key.replace(/\.\$$/, ''));
  if (keys.toSorted().join() !== 'Bucket,Key') say(`reads an object by ${keys.join()}`);
}
