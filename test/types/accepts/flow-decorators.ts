import { FlowSpec, current, onExit, parameter, project, schedule, step, tags, trigger, triggerOnFinish } from 'flowc';

/** Every decorator of a flow. */
@schedule({ cron: '0 3 * * *', timezone: 'Europe/Berlin', concurrency: 'forbid' })
@trigger({ event: 'file-arrived', parameters: { 'body.path': 'source' } })
@triggerOnFinish({ flows: ['LoadFlow', 'CleanFlow'] })
@project({ name: 'ranking', branch: 'staging' })
@tags(['nightly', 'team:search'])
export class Deployed extends FlowSpec {
  source = parameter.string({ default: '' });

  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}

  @onExit('success')
  celebrate() {}

  @onExit('failure')
  async alert() {
    console.log(current.failure?.stepName, current.failure?.message, this.source);
  }

  @onExit('always')
  clean(): void {}
}

/** The shorter forms. */
@schedule({ every: 'day', concurrency: 'replace' })
@trigger({ event: 'ping' })
@triggerOnFinish({ flow: 'LoadFlow' })
@project({ name: 'ranking' })
@tags([])
export class Short extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

@schedule({ cron: '*/5 * * * *' })
export class Cron extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}
