import { FlowSpec, current, file, step, type FileArtifact } from 'flowc';

export class Tasks extends FlowSpec {
  model!: FileArtifact;

  @step
  start() {
    // error TS2540
    current.attempt = 1;
    // error TS2339
    current.tags.push('a');
    // error TS2551
    console.log(current.runID);
    // error TS2322: only in a run that resumes another
    const origin: string = current.originRunId;
    // error TS2339: an event or a run
    console.log(current.trigger?.payload, origin);
    // error TS2345
    this.model = file(3);
    // error TS2540
    this.model.size = 3;
    // error TS2322: the path comes later
    const path: string = this.model.path();
    console.log(path);
    this.next(this.end);
  }
  @step
  end() {}
}
