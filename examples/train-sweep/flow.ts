import { FlowSpec, parameter, resources, retry, step, type Inputs } from 'flowc';
import { ring, split, type Dataset } from './data.ts';
import { accuracyOf, fit, majority, type Model } from './model.ts';

/** One combination of settings to try. */
interface Trial {
  readonly rate: number;
  readonly degree: number;
}

/** Trains one model for every combination of settings, beside a baseline, and keeps the best if it is worth keeping. */
@retry({ times: 2, delay: '30s' })
export class TrainSweepFlow extends FlowSpec {
  readonly samples = parameter.integer({ default: 800, min: 100, help: 'points to train and test on' });
  readonly rates = parameter.json<number[]>({ default: [0.1, 0.5, 2], help: 'learning rates to try' });
  readonly degrees = parameter.json<number[]>({ default: [1, 2, 3], help: 'degrees of the polynomial features' });
  readonly gain = parameter.number({ default: 0.1, min: 0, max: 1, help: 'least gain over the baseline' });

  data!: Dataset;
  trials!: Trial[];
  trial!: Trial;
  model!: Model;
  accuracy!: number;
  leaderboard!: string[];
  baseline!: number;
  published!: boolean;

  /** Makes the data and lays it aside for training and testing. */
  @step
  start() {
    this.data = split(ring(this.samples, 42), 0.8);
    this.trials = this.rates.flatMap((rate) => this.degrees.map((degree) => ({ rate, degree })));
    this.next(this.guess, this.sweep);
  }

  /** The accuracy of always giving the most frequent answer. */
  @step
  guess() {
    this.accuracy = majority(this.data.test);
    this.next(this.compare);
  }

  /** Starts one training for each trial. */
  @step
  sweep() {
    this.next(this.train, { foreach: this.trials });
  }

  /** Fits one model and measures it on points it has not seen. */
  @resources({ cpu: 1, memory: '1Gi' })
  @step
  train(trial: Trial) {
    this.trial = trial;
    this.model = fit(this.data.train, trial);
    this.accuracy = accuracyOf(this.model, this.data.test);
    this.next(this.select);
  }

  /** Ranks the trials and keeps the best model. */
  @step
  select(inputs: Inputs<TrainSweepFlow>) {
    const ranked = inputs.toSorted((a, b) => b.accuracy - a.accuracy);
    const [best] = ranked;
    if (best === undefined) throw new Error('nothing to choose from: give at least one rate and one degree');
    this.model = best.model;
    this.accuracy = best.accuracy;
    this.leaderboard = ranked.map(
      ({ trial, accuracy }) => `${percent(accuracy)}  rate ${trial.rate}, degree ${trial.degree}`,
    );
    this.next(this.compare);
  }

  /** Holds the best model against the baseline. */
  @step
  compare(inputs: Inputs<TrainSweepFlow>) {
    this.baseline = inputs.guess.accuracy;
    this.merge(inputs, { include: ['model', 'leaderboard'] });
    this.accuracy = inputs.sweep.accuracy;
    if (this.accuracy - this.baseline >= this.gain) this.next(this.publish);
    else this.next(this.discard);
  }

  /** The model and its score are the result of the run. */
  @step
  publish() {
    this.published = true;
    this.next(this.end);
  }

  /** Nothing that we tried is much better than guessing. */
  @step
  discard() {
    this.published = false;
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.leaderboard.join('\n'));
    console.log(`${percent(this.baseline)}  baseline`);
    console.log(this.published ? `published: ${this.model.weights.length} weights` : 'discarded');
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
