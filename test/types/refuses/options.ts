import {
  FlowSpec,
  batch,
  catchError,
  container,
  environment,
  kubernetes,
  project,
  resources,
  retry,
  schedule,
  secrets,
  step,
  tags,
  timeout,
  trigger,
  triggerOnFinish,
  type CaughtError,
} from 'flowc';

// error TS2561: `timezone`
@schedule({ cron: '0 3 * * *', timeZone: 'Europe/Berlin' })
// error TS2322
@schedule({ every: 'month' })
// error TS2322: two clocks
@schedule({ cron: '0 3 * * *', every: 'day' })
// error TS2345: a zone without cron
@schedule({ every: 'day', timezone: 'Europe/Berlin' })
// error TS2345
@schedule({ concurrency: 'forbid' })
// error TS2322
@schedule({ every: 'day', concurrency: 'never' })
// error TS2554
@schedule()
// error TS2345|TS2741: no event
@trigger({ parameters: { path: 'source' } })
// error TS2322
@trigger({ event: 'a', parameters: { path: 1 } })
// error TS2345
@triggerOnFinish({ flow: 'A', flows: ['B'] })
// error TS2345
@triggerOnFinish({})
// error TS2345|TS2741: no name
@project({ branch: 'staging' })
// error TS2345: not in a list
@tags('nightly')
export class FlowOptions extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

export class StepOptions extends FlowSpec {
  // error TS2561: unknown option
  @retry({ time: 3 })
  // error TS2322
  @retry({ times: '3' })
  // error TS2322: durations are text
  @retry({ delay: 30 })
  // error TS2322
  @retry({ on: 'timeout' })
  // error TS2379: an absent option is left out
  @retry({ times: undefined })
  // error TS2345
  @timeout(90)
  // error TS2345: it takes its value directly
  @timeout({ after: '90s' })
  // error TS2554
  @timeout()
  // error TS2353
  @resources({ ram: '4Gi' })
  // error TS2322: a quantity is text
  @resources({ memory: 4 })
  // error TS2322
  @resources({ gpu: '1' })
  // error TS2322
  @environment({ vars: { DEBUG: true } })
  // error TS2353: variables stand in `vars`
  @environment({ DEBUG: 'true' })
  // error TS2345
  @secrets('warehouse')
  // error TS2353
  @secrets({ names: ['warehouse'] })
  // error TS2345|TS2741: no image
  @container({})
  // error TS2353: later
  @container({ image: 'a', command: ['a'] })
  // error TS2353
  @batch({ role: 'a' })
  @step
  start() {
    this.next(this.end);
  }

  // error TS2353
  @kubernetes({ image: 'node:24' })
  // error TS2820: it is `Always`
  @kubernetes({ imagePullPolicy: 'always' })
  // error TS2322
  @kubernetes({ nodeSelector: { gpu: true } })
  // error TS2322
  @kubernetes({ tolerations: [{ operator: 'In' }] })
  // error TS2322: no source
  @kubernetes({ volumes: [{ name: 'a', mountPath: '/a' }] })
  // error TS2322: two sources
  @kubernetes({ volumes: [{ name: 'a', mountPath: '/a', emptyDir: {}, configMap: { name: 'a' } }] })
  // error TS2322: no place
  @kubernetes({ volumes: [{ name: 'a', emptyDir: {} }] })
  // error TS2353: unknown source
  @kubernetes({ volumes: [{ name: 'a', mountPath: '/a', hostPath: { path: '/a' } }] })
  // error TS2353: unknown option of a source
  @kubernetes({ volumes: [{ name: 'a', mountPath: '/a', secret: { name: 'a' } }] })
  // error TS2322
  @kubernetes({ securityContext: { runAsUser: 'root' } })
  @step
  end() {}
}

// error TS1238: on a flow too
@catchError({ artifact: 'nothing' })
export class Catches extends FlowSpec {
  error?: CaughtError;
  text?: string;
  anything: unknown;
  plain?: Error;
  private hidden?: CaughtError;

  // error TS1241: no field
  @catchError({ artifact: 'nothing' })
  // error TS1241: a field of another type
  @catchError({ artifact: 'text' })
  // error TS1241: a field of a wider type
  @catchError({ artifact: 'anything' })
  // error TS1241: an Error is a class instance, which cannot be stored
  @catchError({ artifact: 'plain' })
  // error TS1241: a private field
  @catchError({ artifact: 'hidden' })
  // error TS1241: a method
  @catchError({ artifact: 'end' })
  // error TS2353
  @catchError({ variable: 'error' })
  @step
  start() {
    console.log(this.hidden);
    this.next(this.end);
  }
  @step
  end() {}
}

export class CatchesNothing extends FlowSpec {
  // error TS1241: no field `error`
  @catchError()
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}
