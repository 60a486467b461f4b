import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { current, file, FlowSpec, resources, step, type FileArtifact, type Inputs } from 'flowc';

const MiB = 1024 * 1024;

async function hashOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

function* random(pieces: number): Generator<Buffer> {
  for (let piece = 0; piece < pieces; piece++) yield randomBytes(MiB);
}

/** A value of 100 MB and a file of 300 MB, none of which can be compressed. */
export class BigFlow extends FlowSpec {
  value!: Uint8Array;
  valueHash!: string;
  file!: FileArtifact;
  fileHash!: string;
  same!: readonly boolean[];

  @step
  start() {
    this.next(this.makesValue, this.makesFile);
  }

  @resources({ memory: '640Mi' })
  @step
  makesValue() {
    this.value = randomBytes(100 * MiB);
    this.valueHash = createHash('sha256').update(this.value).digest('hex');
    this.next(this.readsValue);
  }

  @resources({ memory: '640Mi' })
  @step
  readsValue() {
    this.same = [createHash('sha256').update(this.value).digest('hex') === this.valueHash];
    this.next(this.both);
  }

  /** Its own file counts as memory where a node keeps containers in memory: 300 of these MiB. */
  @resources({ memory: '640Mi' })
  @step
  async makesFile() {
    const path = join(current.tempDir, 'noise.bin');
    await pipeline(Readable.from(random(300)), createWriteStream(path));
    this.fileHash = await hashOf(createReadStream(path));
    this.file = file(path);
    this.next(this.readsFile);
  }

  @resources({ memory: '256Mi' })
  @step
  async readsFile() {
    this.same = [(await hashOf(this.file.stream())) === this.fileHash];
    this.next(this.both);
  }

  @step
  both(inputs: Inputs<BigFlow>) {
    this.same = inputs.flatMap(({ same }) => same);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Two streams, whole and in order. */
export class LogFlow extends FlowSpec {
  @step
  start() {
    for (let line = 0; line < 100_000; line += 2) {
      process.stdout.write(`line ${line}\n`);
      process.stderr.write(`line ${line + 1}\n`);
    }
    this.next(this.end);
  }

  @step
  end() {}
}
