import { FlowSpec, step, type Inputs } from 'flowc';

export class Foreach extends FlowSpec {
  names: string[] = [];
  maybe?: string[];
  rows: readonly (readonly number[])[] = [];
  sizes = new Map<string, number>();

  @step
  start() {
    // error TS2769: wrong element type
    this.next(this.number, { foreach: this.names });
    // error TS2769: a string is iterable, and no foreach
    this.next(this.name, { foreach: 'abc' });
    // error TS2769: an async iterable
    this.next(this.name, { foreach: this.pages() });
    // error TS2769: a promise of an array
    this.next(this.name, { foreach: Promise.resolve(['a']) });
    // error TS2769: a number
    this.next(this.number, { foreach: 3 });
    // error TS2769: a plain object
    this.next(this.name, { foreach: { a: 'x' } });
    // error TS2769: an array that may be missing
    this.next(this.name, { foreach: this.maybe });
    // error TS2769: readonly elements for a body that could change them
    this.next(this.row, { foreach: this.rows });
    // error TS2769: a Map's elements are entries
    this.next(this.number, { foreach: this.sizes });
    // error TS2769: elements that may be undefined
    this.next(this.name, { foreach: ['a', undefined] });
    // error TS2769: the elements of one of two arrays do not fit
    this.next(this.name, { foreach: Math.random() > 0.5 ? ['a'] : [1] });
    // error TS2769: a join is no foreach body
    this.next(this.end, { foreach: this.names });
    // error TS2345: a foreach body without its foreach
    this.next(this.name);
    // error TS2769: a foreach body as a branch of a split
    this.next(this.name, this.ready);
    // error TS2769: a foreach cannot be bounded
    this.next(this.name, { foreach: this.names, maxVisits: 3 });
    // error TS2345: two bodies of one foreach
    this.next(this.name, this.name, { foreach: this.names });
  }
  async *pages() {
    yield 'a';
  }
  @step
  name(name: string) {
    this.names.push(name);
    this.next(this.end);
  }
  @step
  number(number: number) {
    this.names.push(`${number}`);
    this.next(this.end);
  }
  @step
  row(row: number[]) {
    row.push(1);
    this.next(this.end);
  }
  @step
  ready() {
    this.next(this.end);
  }
  @step
  end(inputs: Inputs<Foreach>) {
    this.names = inputs.map((input) => input.names[0] ?? '');
  }
}
