import { current, environment, FlowSpec, parameter, step, tags } from 'flowc';
import { HOSTILE, TAG, VARIABLES, YAML_TRAPS } from './texts.ts';

/** {{workflow.name}} $(HOME) "doc" 'of' \ the # flow: 👩‍🚀 */
@tags([TAG, 'no'])
export class TextFlow extends FlowSpec {
  readonly plain = parameter.string({ default: HOSTILE, help: HOSTILE });
  readonly quoted = parameter.string({ default: '"quoted' });
  readonly dollar = parameter.string({ default: '$' });
  readonly word = parameter.string({ default: 'no' });
  readonly data = parameter.json<unknown>({
    default: { '{{x}}': ['{{{{', '$(A)', '$$(A)', '\u0001', '\u2028', null, '\u{1F3F4}\u{E0067}\u{E007F}'] },
  });
  readonly choice = parameter.choice(['x {{1}}', 'y $(z)', '"'], { default: 'x {{1}}' });
  readonly absent = parameter.string({ required: false });

  given!: Record<string, unknown>;
  traps!: readonly string[];
  hostile!: Map<string, string>;
  tags!: readonly string[];
  variables!: Record<string, string | undefined>;

  @step
  start() {
    const { plain, quoted, dollar, word, data, choice } = this;
    this.given = { plain, quoted, dollar, word, data, choice, absent: this.absent };
    this.traps = YAML_TRAPS;
    this.hostile = new Map([[HOSTILE, HOSTILE]]);
    this.tags = current.tags;
    this.next(this.end);
  }

  @environment({ vars: VARIABLES })
  @step
  end() {
    this.variables = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, process.env[name]]));
    console.log(HOSTILE);
  }
}
