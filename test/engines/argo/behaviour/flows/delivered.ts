import { readFileSync } from 'node:fs';
import { container, environment, FlowSpec, kubernetes, secrets, step } from 'flowc';
import { word } from './word.ts';

// Flows whose code comes to their pods in other ways than by the datastore.

export class InImageFlow extends FlowSpec {
  word!: string;

  @step
  start() {
    this.word = word;
    this.next(this.end);
  }

  @step
  end() {}
}

/** Its steps have volumes, secrets and variables of their own, which must not get into the way of the code's. */
export class InlineFlow extends FlowSpec {
  seen!: readonly (string | undefined)[];

  @kubernetes({
    volumes: [
      { name: 'words', mountPath: '/words', configMap: { name: 'words' } },
      { name: 'scratch', mountPath: '/scratch', emptyDir: {} },
    ],
  })
  @environment({ vars: { OWN: 'own' } })
  @secrets(['warehouse/PASSWORD'])
  @step
  start() {
    this.seen = [word, readFileSync('/words/one', 'utf8'), process.env['OWN'], process.env['PASSWORD']];
    this.next(this.end);
  }

  @step
  end() {}
}

/** Nobody pushes its code. */
export class ForgottenFlow extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}

/** A key that no secret has. */
export class NoSecretFlow extends FlowSpec {
  @secrets(['nobody/KEY'])
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}

export class NoImageFlow extends FlowSpec {
  @container({ image: 'localhost/nobody:1' })
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
