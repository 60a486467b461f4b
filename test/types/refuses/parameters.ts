import { FlowSpec, parameter, step } from 'flowc';

export class Parameters extends FlowSpec {
  // error TS2322
  text = parameter.string({ default: 1 });
  // error TS2322: a pattern is a RegExp
  pattern = parameter.string({ pattern: '^a' });
  // error TS2353: text has no bounds
  bounded = parameter.string({ min: 1 });
  // error TS2322
  rate = parameter.number({ default: '0.1' });
  // error TS2353
  described = parameter.number({ description: 'a' });
  // error TS2322
  flag = parameter.boolean({ default: 'yes' });
  // error TS2322: dates are ISO text
  since = parameter.date({ default: new Date() });
  // error TS2322: not among the choices
  mode = parameter.choice(['fast', 'exact'], { default: 'slow' });
  // error TS2554: no choices
  none = parameter.choice();
  // error TS2322: choices are text or numbers
  objects = parameter.choice([{ a: 1 }]);
  // error TS2769: the default is of the parameter's type
  layers = parameter.json<number[]>({ default: ['a'] });
  // error TS2322: with a default nothing is unset
  both = parameter.number({ default: 1, required: false });
  // error TS2339: no such kind
  list = parameter.list();
  // error TS2322: a field of another type
  typed: number = parameter.string();
  // error TS2322: not required, so it may be undefined
  unset: number = parameter.number({ required: false });
  // error TS2322: not required, so it may be undefined
  unsetJson: number[] = parameter.json<number[]>({ required: false });
  readonly fixed = parameter.number({ default: 1 });

  @step
  start() {
    // error TS2540: parameters are not assigned
    this.fixed = 2;
    // error TS2367: not among the choices
    if (this.mode === 'slow') return;
    this.next(this.end);
  }
  @step
  end() {}
}
