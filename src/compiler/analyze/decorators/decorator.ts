import type { FlowSettings, TaskSettings } from '../../ir/settings.ts';
import type { Span } from '../../ir/span.ts';
import type { Check } from '../schema/check.ts';

// What flowc knows of one decorator: where it may stand, what its argument may be, and which setting it makes.

export type StepSettingName = keyof TaskSettings;
export type FlowSettingName = keyof FlowSettings;

export interface StepDecorator<K extends StepSettingName = StepSettingName> {
  readonly on: 'step';
  readonly name: string;
  readonly setting: K;
  readonly check: Check<NonNullable<TaskSettings[K]>>;
  /** The setting without an argument; absent where one is needed. */
  readonly bare?: NonNullable<TaskSettings[K]>;
}

export interface FlowDecorator<K extends FlowSettingName = FlowSettingName> {
  readonly on: 'flow';
  readonly name: string;
  readonly setting: K;
  /** It starts runs, and so speaks for its own class only. */
  readonly starts?: boolean;
  readonly check: (decorator: Span) => Check<NonNullable<FlowSettings[K]>>;
}

export const stepDecorator = <K extends StepSettingName>(it: Omit<StepDecorator<K>, 'on'>): StepDecorator<K> => ({
  on: 'step',
  ...it,
});
export const flowDecorator = <K extends FlowSettingName>(it: Omit<FlowDecorator<K>, 'on'>): FlowDecorator<K> => ({
  on: 'flow',
  ...it,
});
