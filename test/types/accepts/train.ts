import { FlowSpec, parameter, resources, retry, schedule, step, type Inputs } from 'flowc';

declare function list(): Promise<string[]>;
declare function fit(file: string, rate: number): Promise<number>;

/** The flow with which the authoring API is told. */
@schedule({ cron: '0 3 * * *', timezone: 'Europe/Berlin' })
export class TrainFlow extends FlowSpec {
  rate = parameter.number({ default: 0.1, min: 0, help: 'learning rate' });

  files!: string[];
  score!: number;
  best!: number;

  @step
  async start() {
    this.files = await list();
    this.next(this.train, { foreach: this.files });
  }

  @retry({ times: 3, delay: '30s' })
  @resources({ cpu: 2, memory: '4Gi' })
  @step
  async train(file: string) {
    this.score = await fit(file, this.rate);
    this.next(this.pick);
  }

  @step
  pick(inputs: Inputs<TrainFlow>) {
    this.best = Math.max(...inputs.map((i) => i.score));
    if (this.best > 0.9) this.next(this.publish);
    else this.next(this.end);
  }

  @step
  async publish() {
    console.log('published', this.best);
    this.next(this.end);
  }

  @step
  end() {}
}
