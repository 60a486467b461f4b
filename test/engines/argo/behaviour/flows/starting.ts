import { current, FlowSpec, parameter, schedule, step, tags, trigger, triggerOnFinish } from 'flowc';

// Flows that start by themselves.

@schedule({ cron: '* * * * *', timezone: 'Europe/Berlin', concurrency: 'forbid' })
@tags(['every minute'])
export class EveryMinuteFlow extends FlowSpec {
  readonly region = parameter.string({ default: 'north' });

  seen!: { readonly region: string; readonly tags: readonly string[] };

  @step
  start() {
    this.seen = { region: this.region, tags: current.tags };
    this.next(this.end);
  }

  @step
  end() {}
}

@trigger({ event: 'uploads/new-file', parameters: { 'object.key': 'file' } })
export class OnEventFlow extends FlowSpec {
  readonly file = parameter.string({ default: 'none' });

  seen!: string;

  @step
  start() {
    this.seen = this.file;
    this.next(this.end);
  }

  @step
  end() {}
}

@trigger({ event: 'new-file' })
@triggerOnFinish({ flows: ['EveryMinuteFlow', 'OnEventFlow'] })
export class OnFinishFlow extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
