import { FlowSpec, parameter, step, type FileArtifact } from 'flowc';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The type of each kind of parameter. */
export class Kinds extends FlowSpec {
  readonly text = parameter.string({ default: 'a', pattern: /^a+$/, help: 'text' });
  readonly rate = parameter.number({ default: 0.1, min: 0, max: 1 });
  readonly count = parameter.integer();
  readonly dry = parameter.boolean({ default: false });
  readonly since = parameter.date({ default: '2026-01-01', min: '2020-01-01', max: '2030-01-01T00:00:00Z' });
  readonly layers = parameter.json<number[]>({ default: [64, 32] });
  readonly mode = parameter.choice(['fast', 'exact'], { default: 'fast' });
  readonly level = parameter.choice([1, 2, 3]);
  readonly data = parameter.file({ default: './data.csv' });
  mutable = parameter.number({ required: true });

  @step
  start() {
    true satisfies Equal<typeof this.text, string>;
    true satisfies Equal<typeof this.rate, number>;
    true satisfies Equal<typeof this.count, number>;
    true satisfies Equal<typeof this.dry, boolean>;
    true satisfies Equal<typeof this.since, Date>;
    true satisfies Equal<typeof this.layers, number[]>;
    true satisfies Equal<typeof this.mode, 'fast' | 'exact'>;
    true satisfies Equal<typeof this.level, 1 | 2 | 3>;
    true satisfies Equal<typeof this.data, FileArtifact>;
    true satisfies Equal<typeof this.mutable, number>;
    this.next(this.end);
  }
  @step
  end() {}
}

const modes = ['fast', 'exact'] as const;

/** Not required: `T | undefined`. */
export class Unrequired extends FlowSpec {
  readonly text = parameter.string({ required: false });
  readonly rate = parameter.number({ required: false, min: 0 });
  readonly count = parameter.integer({ required: false });
  readonly dry = parameter.boolean({ required: false });
  readonly since = parameter.date({ required: false, help: 'from when' });
  readonly layers = parameter.json<number[]>({ required: false });
  readonly mode = parameter.choice(modes, { required: false });
  readonly data = parameter.file({ required: false });

  @step
  start() {
    true satisfies Equal<typeof this.text, string | undefined>;
    true satisfies Equal<typeof this.rate, number | undefined>;
    true satisfies Equal<typeof this.count, number | undefined>;
    true satisfies Equal<typeof this.dry, boolean | undefined>;
    true satisfies Equal<typeof this.since, Date | undefined>;
    true satisfies Equal<typeof this.layers, number[] | undefined>;
    true satisfies Equal<typeof this.mode, 'fast' | 'exact' | undefined>;
    true satisfies Equal<typeof this.data, FileArtifact | undefined>;
    this.next(this.end);
  }
  @step
  end() {}
}
