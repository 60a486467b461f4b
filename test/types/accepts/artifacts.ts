import { FlowSpec, current, file, step, type FileArtifact } from 'flowc';

/** Files, every form of artifact, and fields that are none. */
export class Artifacts extends FlowSpec {
  model!: FileArtifact;
  declare count: number;
  note?: string;
  when: Date | undefined;
  readonly limit = 10;
  #client = new Map<string, string>();
  accessor cursor = 0;
  static readonly version = 1;

  @step
  async start() {
    this.model = file(`${current.tempDir}/model.bin`);
    this.count = this.model.size + this.limit + this.cursor + Artifacts.version;
    this.#client.set('a', await this.model.path());
    for await (const chunk of this.model.stream()) console.log(chunk);
    this.next(this.end);
  }
  @step
  end() {}
}

/** Everything that `current` tells. */
export class Tells extends FlowSpec {
  @step
  start() {
    const texts: string[] = [current.flowName, current.runId, current.stepName, current.taskId, current.pathspec];
    const origin: string | undefined = current.originRunId;
    const where = current.foreach.map((frame) => `${frame.step} ${frame.index} of ${frame.size}`);
    const event = current.trigger?.kind === 'event' ? current.trigger.event : current.trigger?.runId;
    console.log(texts, origin, where, event, current.attempt + 1, current.tags.length, current.isResumed);
    console.log(current.parameters['rate'], current.project?.name, current.project?.branch);
    this.next(this.end);
  }
  @step
  end() {}
}
