import { FlowSpec, parameter, step, type Inputs } from 'flowc';

export class WideFlow extends FlowSpec {
  readonly width = parameter.integer({ default: 100 });

  result!: number;
  total!: number;

  @step
  start() {
    this.next(this.work, { foreach: Array.from({ length: this.width }, (_, index) => index) });
  }

  @step
  work(item: number) {
    this.result = item * 2;
    this.next(this.collect);
  }

  @step
  collect(inputs: Inputs<WideFlow>) {
    if (process.env['BENCH_FAIL'] !== undefined) throw new Error('as asked');
    this.total = inputs.reduce((sum, input) => sum + input.result, 0);
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.total);
  }
}
