import type { BinaryExpression } from 'oxc-parser';
import type { ScalarValue } from './value.ts';

// JavaScript's operators on the values that have no parts. Where one means nothing at compile time the answer is undefined.

type Scalar = ScalarValue['value'];

/** Boxed, because `undefined` is a value too. */
export interface Result {
  readonly value: Scalar;
}

export function applyBinary(operator: BinaryExpression['operator'], left: Scalar, right: Scalar): Result | undefined {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return { value: String(left) + String(right) };
  }
  if (typeof left === 'string' && typeof right === 'string') {
    const compare = comparisons[operator];
    if (compare) return { value: compare(left, right) };
  }
  const equal = equalities[operator];
  if (equal) return { value: equal(left, right) };
  const compare = comparisons[operator];
  if (compare) return { value: compare(Number(left), Number(right)) };
  const calculate = arithmetic[operator];
  return calculate && { value: calculate(Number(left), Number(right)) };
}

export function applyUnary(operator: string, value: Scalar): Result | undefined {
  switch (operator) {
    case '!':
      return { value: !value };
    case '-':
      return { value: -Number(value) };
    case '+':
      return { value: Number(value) };
    case '~':
      return { value: ~Number(value) };
    default:
      return undefined;
  }
}

const equalities: Partial<Record<string, (a: Scalar, b: Scalar) => boolean>> = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '==': (a, b) => a == b,
  '!=': (a, b) => a != b,
};

const comparisons: Partial<Record<string, <T extends string | number>(a: T, b: T) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const arithmetic: Partial<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '|': (a, b) => a | b,
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '>>>': (a, b) => a >>> b,
};
