import { appendFileSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { FlowSpec, parameter, step } from 'flowc';

/** Makes a value in one step, holds it through a second that does not look at it, and reads it in a third. */
export class ValueFlow extends FlowSpec {
  readonly kind = parameter.choice(['nothing', 'random', 'zeros', 'floats', 'objects'], { default: 'nothing' });

  value!: unknown;
  size!: number;

  @step
  start() {
    this.value = make(this.kind);
    stamp('made');
    this.next(this.hold);
  }

  @step
  hold() {
    stamp('held');
    this.next(this.read);
  }

  @step
  read() {
    this.size = sizeOf(this.value);
    stamp('read');
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.size);
  }
}

function make(kind: string): unknown {
  switch (kind) {
    case 'random':
      return randomFillSync(Buffer.allocUnsafe(500e6));
    case 'zeros':
      return Buffer.alloc(500e6);
    case 'floats':
      return Float64Array.from({ length: 12.5e6 }, () => Math.random());
    case 'objects':
      return Array.from({ length: 1e6 }, (_, id) => ({ id, name: `n${id}`, score: id / 7 }));
    default:
      return 1;
  }
}

const sizeOf = (value: unknown): number => (value as { readonly length?: number }).length ?? 1;

function stamp(name: string): void {
  const file = process.env['BENCH_STAMPS'];
  if (file !== undefined) appendFileSync(file, `${name} ${Date.now() / 1000}\n`);
}
