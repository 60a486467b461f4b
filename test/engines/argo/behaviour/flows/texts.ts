// Texts that somebody between a flow and its pod would read as something else: Argo evaluates `{{…}}`, the kubelet `$(…)`, YAML 1.1 takes words and digits
// for booleans and numbers, Go's quoting knows no character beyond its tables, and everybody has his own backslash.

export const HOSTILE =
  '{{workflow.name}} {{=1+1}} {{ }} {{{{ }}}} $(HOME) $$(HOME) $$ ${HOME} $ "q" \'s\' ` \\ \\n \n\t% é 👩‍🚀 \u{1F3F4}\u{E0067}\u{E007F} \u2028 \uFEFF \u0001\u007F';

/** A tag is one line. */
export const TAG = '{{workflow.name}} {{=1+1}} $(HOME) $$ "q" \'s\' \\ # 👩‍🚀 \u{1F3F4}\u{E0067}\u{E007F}';

export const YAML_TRAPS = [
  'no',
  'y',
  'off',
  '~',
  'null',
  '0x10',
  '1e3',
  '0o7',
  '1_000',
  '12:30',
  '- a',
  '# c',
  ' a ',
  ': b',
  '&a',
  '*a',
  '!t',
  '|',
  '%',
  '@',
  '',
  '"',
  '{',
];

/** For environment variables, which hold no NUL. */
export const VARIABLES = {
  HOSTILE,
  BRACES: '{{{',
  MANY: '{{{{a}}}}',
  OWN_TRICK: '$(FLOWC_BRACE)',
  OWN_TRICK_TWICE: '$$(FLOWC_BRACE){{',
  DOLLAR: '$',
  DOLLARS: '$$$(X){{{',
  MIXED: '{$({ ${{x}} $(',
  EARLIER: '$(BRACES) $(LATER)',
  LATER: '{{workflow.status}}{{inputs.parameters.frames}}',
  FUNCTION: '{{=sprig.env("HOME")}}',
  LINES: 'a\nb\n',
  EMPTY: '',
  NUMBER: '0x10',
  WORD: 'no',
} as const;
