import { FlowSpec, step, type Inputs } from 'flowc';

/** Fails where Kubernetes runs it, after a part of the work is done. */
export class HomeFlow extends FlowSpec {
  words!: readonly string[];
  length!: number;
  total!: number;

  @step
  start() {
    this.words = ['a', 'bb'];
    this.next(this.measure, { foreach: this.words });
  }

  @step
  measure(word: string) {
    this.length = word.length;
    console.log('measured', word);
    this.next(this.sum);
  }

  @step
  sum(inputs: Inputs<HomeFlow>) {
    this.total = inputs.reduce((total, { length }) => total + length, 0);
    console.log('about to sum up');
    if (process.env['KUBERNETES_SERVICE_HOST'] !== undefined) throw new Error('the price list is missing');
    this.next(this.end);
  }

  @step
  end() {
    console.log('total', this.total);
  }
}
