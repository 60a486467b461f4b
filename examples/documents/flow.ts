import { catchError, FlowSpec, parameter, retry, step, timeout, type CaughtError, type Inputs } from 'flowc';
import { folders, list, read } from './library.ts';
import { countWords, rank, type Counts } from './words.ts';

/** Reads every document of every folder, each in a task of its own, and answers a question from what could be read. */
export class DocumentsFlow extends FlowSpec {
  readonly query = parameter.string({ default: 'bread oven', help: 'words to look for' });
  readonly hits = parameter.integer({ default: 3, min: 1, help: 'how many documents to show' });

  folder!: string;
  path!: string;
  text?: string;
  counts?: Counts;
  failure?: CaughtError;
  words!: Map<string, Counts>;
  unreadable!: string[];
  answer!: string[];

  /** Finds the folders. */
  @step
  start() {
    this.next(this.open, { foreach: folders() });
  }

  /** Finds the documents of one folder. */
  @step
  open(folder: string) {
    this.folder = folder;
    this.next(this.load, { foreach: list(folder) });
  }

  /** Reads one document; the library is sometimes busy, and some documents are damaged for good. */
  @retry({ times: 3, delay: '5s', backoff: 2 })
  @timeout('1m')
  @catchError({ artifact: 'failure' })
  @step
  async load(name: string) {
    this.text = await read(`${this.folder}/${name}`);
    this.next(this.count);
  }

  /** Counts the words of what was read; after a failure there is nothing but the element itself. */
  @step
  count() {
    this.path = `${this.folder}/${this.input as string}`;
    if (this.text !== undefined) this.counts = countWords(this.text);
    this.next(this.joinDocuments);
  }

  /** Makes the index of one folder; leaves out what could not be read, and says so. */
  @step
  joinDocuments(inputs: Inputs<DocumentsFlow>) {
    this.words = new Map(inputs.flatMap(({ path, counts }) => (counts ? [[path, counts]] : [])));
    this.unreadable = inputs.flatMap(({ path, failure }) => (failure ? [`${path}: ${failure.message}`] : []));
    this.next(this.joinFolders);
  }

  /** Makes one index of all. */
  @step
  joinFolders(inputs: Inputs<DocumentsFlow>) {
    this.words = new Map(inputs.flatMap((input) => [...input.words]));
    this.unreadable = inputs.flatMap((input) => input.unreadable);
    this.next(this.search);
  }

  /** Ranks the documents by how well they answer the query. */
  @step
  search() {
    this.answer = rank(this.words, this.query).slice(0, this.hits);
    this.next(this.end);
  }

  @step
  end() {
    console.log(`${this.words.size} documents read; not readable: ${this.unreadable.join('; ') || 'none'}`);
    console.log(this.answer.join('\n'));
  }
}
