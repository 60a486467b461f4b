import { equal } from 'node:assert/strict';
import { environment, FlowSpec, parameter, step, type Inputs } from 'flowc';

const HOSTILE = [
  '{{workflow.name}} {{=1+1}} {{inputs.parameters.frames}}',
  '$(FLOWC_RUN) ${HOME} `id` $$',
  `it's "quoted" \\ and \\n escaped`,
  'first\nsecond\r\n\tthird\n',
  '👩‍🚀 naïve 漢字 \u202e \u007f \u0001',
  'key: value # no comment\n- not a list\n---\n',
  '{"a": [1, {"b": "{{c}}"}]}',
  '"',
  '',
] as const;

/** Text that some layer between a manifest and a pod would like to read as something else: in parameters, variables, elements and artifacts. */
@environment({ vars: { HOSTILE: '{{workflow.name}} {{=1+1}} $(FLOWC_RUN) ${HOME} $$ "; \n' } })
export class HostileTextFlow extends FlowSpec {
  readonly text = parameter.string({ default: '{{workflow.name}} {{=1+1}} $(FLOWC_RUN) "\\\n👩‍🚀' });
  readonly begins = parameter.string({ default: '"quoted' });
  readonly table = parameter.json<Readonly<Record<string, string>>>({ default: { '{{key}}': '{{=2}}' } });

  all!: readonly string[];
  one!: string;

  @step
  start() {
    equal(process.env['HOSTILE'], '{{workflow.name}} {{=1+1}} $(FLOWC_RUN) ${HOME} $$ "; \n');
    this.all = [this.text, this.begins, JSON.stringify(this.table), ...HOSTILE];
    this.next(this.each, { foreach: this.all });
  }

  @step
  each(text: string) {
    this.one = text;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<HostileTextFlow>) {
    this.all = inputs.map(({ one }) => one);
    this.next(this.end);
  }

  @step
  end() {
    equal(this.all.length, HOSTILE.length + 3);
  }
}
