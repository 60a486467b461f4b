import { describe, expect, test } from 'vitest';
import { faultsOf } from './verify.ts';

// A sound machine, small, with one of everything that flowc writes; and how it is when one thing is broken.

const begin = {
  Type: 'Pass',
  Parameters: { 'run.$': "States.Format('{}-x', $$.Execution.Name)", package: 'c0de' },
  Next: 'train',
};

const train = {
  Type: 'Task',
  Resource: 'arn:aws:states:::batch:submitJob.sync',
  Parameters: {
    JobName: 'flow-train',
    JobDefinition: 'flow',
    JobQueue: 'queue',
    ContainerOverrides: {
      'Command.$': "States.Array('flowc-task', 'train', States.Format('{}', $$.State.RetryCount))",
      Environment: [
        { Name: 'FLOWC_RUN', 'Value.$': '$.run' },
        { Name: 'LEVEL', Value: 'info' },
      ],
    },
    Timeout: { AttemptDurationSeconds: 600 },
    RetryStrategy: { Attempts: 3, EvaluateOnExit: [{ OnStatusReason: 'Host EC2*', Action: 'RETRY' }] },
  },
  ResultPath: null,
  Retry: [
    { ErrorEquals: ['Batch.ServerException'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2, MaxDelaySeconds: 60 },
    { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1.5 },
  ],
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'failed' }],
  Next: 'control',
};

const control = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
  Parameters: { Bucket: 'b', 'Key.$': "States.Format('runs/{}/return.json', $.run)" },
  ResultSelector: { 'json.$': 'States.StringToJson($.Body)' },
  ResultPath: '$.control',
  Next: 'choose',
};

const choose = {
  Type: 'Choice',
  Choices: [
    { Variable: '$.control.json.next', StringEquals: 'enter', Next: 'enter' },
    { Variable: '$.control.json.next', StringEquals: 'each', Next: 'each' },
    { Variable: '$.control.json.next', StringEquals: 'few', Next: 'few' },
  ],
};

const enter = { Type: 'Pass', Parameters: { frames: 'v0', visit: 0 }, ResultPath: '$.level1', Next: 'visit' };

const again = {
  Type: 'Pass',
  Parameters: {
    'frames.$': "States.Format('v{}', States.MathAdd($.level1.visit, 1))",
    'visit.$': 'States.MathAdd($.level1.visit, 1)',
  },
  ResultPath: '$.level1',
  Next: 'visit',
};

const visit = {
  Type: 'Choice',
  Choices: [{ Variable: '$.level1.frames', StringEquals: 'v3', Next: 'branches' }],
  Default: 'again',
};

const branches = {
  Type: 'Parallel',
  Branches: [
    {
      StartAt: 'left',
      States: { left: { Type: 'Pass', Parameters: { 'a.$': '$.run' }, ResultPath: '$.a', End: true } },
    },
    { StartAt: 'right', States: { right: { Type: 'Succeed' } } },
  ],
  ResultPath: null,
  End: true,
};

const child = { Type: 'Pass', Parameters: { 'a.$': '$.level1.frames' }, OutputPath: null, End: true };

const each = {
  Type: 'Map',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Parameters: { Bucket: 'b', 'Key.$': "States.Format('{}/frames.json', $.run)" },
  },
  ItemSelector: { 'run.$': '$.run', level1: { 'frames.$': '$$.Map.Item.Value' } },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'child',
    States: { child },
  },
  ResultPath: null,
  End: true,
};

const few = {
  Type: 'Map',
  ItemsPath: '$.control.json.list',
  ItemSelector: { 'run.$': '$.run' },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'one',
    States: { one: { Type: 'Succeed' } },
  },
  ResultPath: null,
  End: true,
};

const failed = { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' };

const sound = { begin, train, control, choose, enter, again, visit, branches, each, few, failed };

/** The machine with some states otherwise, or without them. */
const machine = (states: Readonly<Record<string, unknown>> = {}) => ({
  StartAt: 'begin',
  States: JSON.parse(JSON.stringify({ ...sound, ...states })) as unknown,
});

const job = (parameters: object) => ({ train: { ...train, Parameters: { ...train.Parameters, ...parameters } } });
const overrides = (more: object) => job({ ContainerOverrides: { ...train.Parameters.ContainerOverrides, ...more } });
const retrier = (more: object) => ({ train: { ...train, Retry: [{ ...train.Retry[0], ...more }] } });
const body = (more: object, states: object = { child }) => ({
  each: { ...each, ItemProcessor: { ...each.ItemProcessor, States: states, ...more } },
});

describe('a state machine', () => {
  test('that is sound has no faults', () => {
    expect(faultsOf(machine())).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    // Names
    [
      'one name in two scopes',
      { branches: { ...branches, Branches: [{ StartAt: 'train', States: { train: { Type: 'Succeed' } } }] } },
      ['train: is the name of two states'],
    ],
    [
      'a name with a blank',
      { few: { ...few, Next: 'a b', End: undefined }, 'a b': { Type: 'Succeed' } },
      ['a b: has " " in its name'],
    ],
    [
      'a name of 81 characters',
      { few: { ...few, Next: 'a'.repeat(81), End: undefined }, ['a'.repeat(81)]: { Type: 'Succeed' } },
      [`${'a'.repeat(81)}: has 81 characters`],
    ],
    // Fields
    ['Next and End', { few: { ...few, Next: 'each' } }, ['few: has Next and End']],
    ['neither', { few: { ...few, End: undefined } }, ['few: has neither Next nor End', 'few: leads to no end']],
    ['a Next of a Choice', { choose: { ...choose, Next: 'each' } }, ['choose: a Choice has no Next']],
    ['a Retry of a Choice', { choose: { ...choose, Retry: [] } }, ['choose: a Choice has no Retry']],
    ['an unknown type', { few: { Type: 'Loop', End: true } }, ['few: there is no state of type Loop']],
    ['a misspelt field', { few: { ...few, ItemPath: '$' } }, ['few: a Map has no ItemPath']],
    [
      'no Resource',
      { control: { ...control, Resource: undefined } },
      ['control: a Task needs Resource', 'control: nobody has looked at undefined'],
    ],
    [
      'an empty Choice',
      { choose: { ...choose, Choices: [], Default: 'few' } },
      [
        'choose: chooses among nothing',
        ...['enter', 'again', 'visit', 'branches', 'each'].map((name) => `${name}: is never come to`),
      ],
    ],
    [
      'an End that is false',
      { few: { ...few, End: false } },
      ['few: has an End that is not true', 'few: leads to no end'],
    ],
    // Ways
    [
      'a way to nowhere',
      { few: { ...few, End: undefined, Next: 'gone' } },
      ['few: goes to gone, which is not there', 'few: leads to no end'],
    ],
    [
      'a way into another scope',
      { few: { ...few, End: undefined, Next: 'left' } },
      ['few: goes to left, which is not there', 'few: leads to no end'],
    ],
    [
      'a Catch to nowhere',
      { train: { ...train, Catch: [{ ...train.Catch[0], Next: 'gone' }] } },
      ['train: goes to gone, which is not there', 'failed: is never come to'],
    ],
    [
      'a body that begins nowhere',
      body({ StartAt: 'gone' }),
      ['each: begins with gone, which is not there', 'child: is never come to'],
    ],
    ['a state that nobody goes to', { spare: { Type: 'Succeed' } }, ['spare: is never come to']],
    [
      'a loop that is never left',
      { visit: { Type: 'Pass', Next: 'again' } },
      ['branches: is never come to', ...['enter', 'again', 'visit'].map((name) => `${name}: leads to no end`)],
    ],
    // Payloads
    [
      'a path that is none',
      { begin: { ...begin, Parameters: { 'run.$': 'run' } } },
      ['begin: neither a path nor a function, at 0 of run'],
    ],
    [
      'a path that selects several',
      { few: { ...few, ItemsPath: '$.control.*' } },
      ['few: nothing may follow, at 9 of $.control.*'],
    ],
    [
      'a path that selects a list, of a field that is one thing',
      { few: { ...few, ItemsPath: '$.control[0:1]' } },
      ['few: a path to several: $.control[0:1]'],
    ],
    [
      'a choice that compares nothing',
      { choose: { ...choose, Choices: [...choose.Choices, { Variable: '$.run', Next: 'few' }] } },
      ['choose: has a choice that does not compare two things'],
    ],
    [
      'an unknown function',
      { begin: { ...begin, Parameters: { 'run.$': "States.Concat('a')" } } },
      ["begin: there is no States.Concat, at 13 of States.Concat('a')"],
    ],
    [
      'a place without an argument',
      { begin: { ...begin, Parameters: { 'run.$': "States.Format('{}-{}', $$.Execution.Name)" } } },
      ["begin: 2 places, and 1 arguments for them, at 41 of States.Format('{}-{}', $$.Execution.Name)"],
    ],
    [
      'a brace that is not escaped',
      { begin: { ...begin, Parameters: { 'run.$': "States.Format('{a}')" } } },
      [
        "begin: a text ends with an apostrophe, and has a backslash before each `{`, `}` and `\\`, at 15 of States.Format('{a}')",
      ],
    ],
    [
      'an escape that is none',
      { begin: { ...begin, Parameters: { 'run.$': String.raw`States.Format('a\n')` } } },
      [
        String.raw`begin: a text ends with an apostrophe, and has a backslash before each ${'`{`, `}` and `\\`'}, at 16 of States.Format('a\n')`,
      ],
    ],
    [
      'too few arguments',
      { again: { ...again, Parameters: { frames: '', 'visit.$': 'States.MathAdd($.level1.visit)' } } },
      ['again: States.MathAdd takes no 1 arguments, at 30 of States.MathAdd($.level1.visit)'],
    ],
    [
      'a constant to be computed',
      { begin: { ...begin, Parameters: { ...begin.Parameters, 'a.$': 1 } } },
      ['begin: computes what is no text: 1'],
    ],
    [
      'a key that is there twice',
      { begin: { ...begin, Parameters: { ...begin.Parameters, run: 'a' } } },
      ['begin: gives run twice'],
    ],
    // Data
    [
      'a path that nobody sets',
      { few: { ...few, ItemsPath: '$.list' } },
      ['few: reads $.list, which may not be there'],
    ],
    [
      'a path that one of two ways sets',
      { choose: { ...choose, Default: 'visit' } },
      ['again: reads $.level1.visit, which may not be there', 'visit: reads $.level1.frames, which may not be there'],
    ],
    [
      'a path that is set on the way back alone',
      { enter: { ...enter, ResultPath: '$.level2' } },
      ['again: reads $.level1.visit, which may not be there', 'visit: reads $.level1.frames, which may not be there'],
    ],
    [
      'what a catcher does not keep',
      { train: { ...train, Catch: [{ ...train.Catch[0], ResultPath: null }] } },
      [
        'failed: reads $.failure.Error, which may not be there',
        'failed: reads $.failure.Cause, which may not be there',
      ],
    ],
    [
      'what a task has thrown away',
      { control: { ...control, ResultPath: null } },
      [
        'choose: reads $.control.json.next, which may not be there',
        'few: reads $.control.json.list, which may not be there',
      ],
    ],
    [
      'a context that a task replaces',
      { control: { ...control, ResultPath: '$' } },
      [
        'choose: reads $.control.json.next, which may not be there',
        'each: reads $.run, which may not be there',
        'few: reads $.control.json.list, which may not be there',
        'few: reads $.run, which may not be there',
        'left: reads $.run, which may not be there',
      ],
    ],
    [
      'what an element is not given',
      { each: { ...each, ItemSelector: { 'run.$': '$.run' } } },
      ['child: reads $.level1.frames, which may not be there'],
    ],
    [
      'an element outside a Map',
      { begin: { ...begin, Parameters: { ...begin.Parameters, 'a.$': '$$.Map.Item.Value' } } },
      ['begin: reads $$.Map.Item.Value, which may not be there'],
    ],
    [
      'what the context object has not',
      { begin: { ...begin, Parameters: { 'run.$': '$$.Execution.Date' } } },
      ['begin: reads $$.Execution.Date, which may not be there'],
    ],
    [
      'an object in a text',
      {
        branches: {
          ...branches,
          Branches: [
            {
              StartAt: 'left',
              States: {
                left: {
                  Type: 'Pass',
                  Parameters: { 'a.$': "States.Format('{}', $.level1)" },
                  End: true,
                },
              },
            },
          ],
        },
      },
      ['left: States.Format takes no object'],
    ],
    [
      'a sum of texts',
      { again: { ...again, Parameters: { ...again.Parameters, 'visit.$': 'States.MathAdd($.level1.frames, 1)' } } },
      ['again: States.MathAdd takes no text'],
    ],
    [
      'a text that becomes longer each time',
      {
        again: { ...again, Parameters: { ...again.Parameters, 'frames.$': "States.Format('{}.v', $.level1.frames)" } },
      },
      ['again: makes level1.frames of itself, longer each time'],
    ],
    // Retries
    [
      'a delay that is longer than the longest',
      retrier({ IntervalSeconds: 60 }),
      ['train: waits no longer than 60 s, and 60 s at first'],
    ],
    ['a delay of no time', retrier({ IntervalSeconds: 0 }), ['train: waits 0 s']],
    ['delays that become shorter', retrier({ BackoffRate: 0.5 }), ['train: has a BackoffRate of 0.5']],
    ['half a try', retrier({ MaxAttempts: 1.5 }), ['train: tries 1.5 times again']],
    ['a jitter that there is not', retrier({ JitterStrategy: 'SOME' }), ['train: has no jitter "SOME"']],
    ['a retrier of nothing', retrier({ ErrorEquals: [] }), ['train: retries or catches no error']],
    ['a retrier’s field that there is not', retrier({ MaxDelay: 1 }), ['train: a retrier has no MaxDelay']],
    [
      'an error that there is not',
      retrier({ ErrorEquals: ['States.Failed'] }),
      ['train: there is no error States.Failed'],
    ],
    ['all errors and one', retrier({ ErrorEquals: ['States.ALL', 'a'] }), ['train: States.ALL stands alone and last']],
    [
      'all errors first',
      { train: { ...train, Retry: [{ ErrorEquals: ['States.ALL'] }, ...train.Retry] } },
      ['train: States.ALL stands alone and last'],
    ],
    [
      'one error twice',
      { train: { ...train, Retry: [...train.Retry, train.Retry[1]] } },
      ['train: names States.TaskFailed twice, and the first counts'],
    ],
    // Maps
    [
      'a reader of an inline Map',
      body({ ProcessorConfig: { Mode: 'INLINE' } }),
      ['each: has ItemReader, which an inline Map has not'],
    ],
    [
      'children of no type',
      body({ ProcessorConfig: { Mode: 'DISTRIBUTED' } }),
      ['each: its children are of no type undefined'],
    ],
    ['a mode that there is not', body({ ProcessorConfig: { Mode: 'WIDE' } }), ['each: has no mode "WIDE"']],
    ['less than nothing at a time', { each: { ...each, MaxConcurrency: -1 } }, ['each: runs -1 at a time']],
    [
      'a reader of something else',
      { each: { ...each, ItemReader: { ...each.ItemReader, Resource: 'arn:aws:states:::s3:listObjectsV2' } } },
      ['each: reads its elements by arn:aws:states:::s3:listObjectsV2'],
    ],
    [
      'a reader without a key',
      { each: { ...each, ItemReader: { ...each.ItemReader, Parameters: { Bucket: 'b' } } } },
      ['each: reads an object by Bucket'],
    ],
    [
      'children without a context',
      { few: { ...few, ItemSelector: undefined } },
      ['few: its children know nothing but their element'],
    ],
    [
      'children that put something out',
      body({}, { child: { ...child, OutputPath: undefined } }),
      ['child: puts out what a wide foreach has no room for'],
    ],
    [
      'children that ask which execution this is',
      body({}, { child: { ...child, Parameters: { 'a.$': '$$.Execution.Id' } } }),
      ['child: reads the execution, which is the child’s'],
    ],
    // Batch
    [
      'a job by the names of the API',
      job({ JobName: undefined, jobName: 'a' }),
      ['train: a job has no JobName', 'train: a job knows no jobName'],
    ],
    ['a job without a definition', job({ JobDefinition: undefined }), ['train: a job has no JobDefinition']],
    ['a job name with a dot', job({ JobName: 'a.b' }), ['train: Batch takes no job called a.b']],
    ['a job without a queue', job({ JobQueue: '' }), ['train: has no queue']],
    [
      'a timeout of half a minute',
      job({ Timeout: { AttemptDurationSeconds: 30 } }),
      ['train: is stopped after 30 s, and a minute is the least'],
    ],
    [
      'a timeout that is a text',
      job({ Timeout: { AttemptDurationSeconds: '90' } }),
      [
        'train: AttemptDurationSeconds is "90", and no number',
        'train: is stopped after "90" s, and a minute is the least',
      ],
    ],
    ['eleven attempts', job({ RetryStrategy: { Attempts: 11 } }), ['train: Batch makes no 11 attempts']],
    [
      'a pattern that Batch has not',
      job({ RetryStrategy: { Attempts: 2, EvaluateOnExit: [{ OnReason: '*Spot*', Action: 'RETRY' }] } }),
      ['train: has no such pattern *Spot*'],
    ],
    [
      'a variable that is a number',
      overrides({ Environment: [{ Name: 'A', Value: 1 }] }),
      ['train: Value is 1, and no string'],
    ],
    [
      'a variable twice',
      overrides({
        Environment: [
          { Name: 'A', Value: '1' },
          { Name: 'A', Value: '2' },
        ],
      }),
      ['train: gives A twice'],
    ],
    [
      'a variable of Batch’s',
      overrides({ Environment: [{ Name: 'AWS_BATCH_X', Value: '1' }] }),
      ['train: gives AWS_BATCH_X, which is Batch’s own'],
    ],
    [
      'a number among a command’s words',
      overrides({ 'Command.$': "States.Array('a', $$.State.RetryCount)" }),
      ['train: Command has a "number" among its texts'],
    ],
    [
      'a command that is a text',
      overrides({ 'Command.$': "States.Format('a')" }),
      ['train: Command is of the wrong kind'],
    ],
    [
      'more than a container can be given',
      overrides({ Environment: [{ Name: 'A', Value: 'x'.repeat(9000) }] }),
      ['train: gives its container more than there is room for'],
    ],
    [
      'a task that nobody has looked at',
      { control: { ...control, Resource: 'arn:aws:states:::lambda:invoke' } },
      ['control: nobody has looked at arn:aws:states:::lambda:invoke'],
    ],
    // Size
    [
      'more than a MiB',
      { begin: { ...begin, Comment: 'x'.repeat(2 ** 20) } },
      ['the machine: has more than 1048576 bytes'],
    ],
    [
      'half a character',
      { begin: { ...begin, Comment: '\ud800' } },
      ['the machine: has half of a surrogate pair in it'],
    ],
  ])('with %s has that fault', (_, states, faults) => {
    expect(faultsOf(machine(states))).toEqual(faults);
  });
});
