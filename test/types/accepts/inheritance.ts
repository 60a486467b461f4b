import { FlowSpec, retry, step, tags, type Inputs } from 'flowc';

/** A base with a join of its own, by `Inputs<this>`. */
@retry()
export abstract class Base extends FlowSpec {
  score!: number;

  @step
  start() {
    this.next(this.a, this.b);
  }
  @step
  a() {
    this.score = 1;
    this.next(this.join);
  }
  @step
  b() {
    this.score = 2;
    this.next(this.join);
  }
  @step
  join(inputs: Inputs<this>) {
    this.score = inputs.a.score + Math.max(...inputs.map((input) => input.score));
    this.merge(inputs, { exclude: ['score'] });
    this.next(this.end);
  }
}

@tags(['concrete'])
export class Concrete extends Base {
  extra = 1;

  @step
  end() {}
}

/** An override of a step, and a join over the derived flow. */
export class Overrides extends Base {
  @step
  override a() {
    this.score = 3;
    this.next(this.join);
  }
  @step
  override join(inputs: Inputs<this>) {
    this.score = inputs.b.score;
    this.next(this.end);
  }
  @step
  async end() {}
}

/** A base that is generic in its elements. */
export abstract class Each<Item> extends FlowSpec {
  items: Item[] = [];
  last?: Item;

  @step
  start() {
    this.next(this.work, { foreach: this.items });
  }
  @step
  work(item: Item) {
    this.last = item;
    this.next(this.end);
  }
}

export class EachName extends Each<string> {
  @step
  end(inputs: Inputs<EachName>) {
    console.log(inputs.map((input) => input.last?.length));
  }
}

/** A base's join that names its class, and a derived step that goes on to it. */
export abstract class Named extends FlowSpec {
  score!: number;

  @step
  join(inputs: Inputs<Named>) {
    this.score = inputs.length;
    this.merge(inputs);
    this.next(this.end);
  }
}

export class FromNamed extends Named {
  @step
  start() {
    this.next(this.c, this.d);
  }
  @step
  c() {
    this.next(this.join);
  }
  @step
  d() {
    this.next(this.join);
  }
  @step
  end() {}
}

/** An override narrows the base's join to its own class. */
export class Narrowed extends FromNamed {
  extra = 1;

  @step
  override join(inputs: Inputs<Narrowed>) {
    this.score = inputs.c.extra + inputs.d.score;
    this.next(this.end);
  }
}
