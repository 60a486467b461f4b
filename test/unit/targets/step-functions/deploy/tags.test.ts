import { describe, expect, test } from 'vitest';
import { tagsOf } from '../../../../../targets/step-functions/deploy/tags.ts';
import { flow, go } from '../../flow.ts';

const tagged = (tags: readonly string[], labels: Readonly<Record<string, string>> = {}) =>
  tagsOf(flow({ start: [go('end')], end: [] }, { settings: { tags } }), { labels }, 'f');

describe('tags', () => {
  test('are keys and values, or keys that are `true`, and the flow', () => {
    expect(tagged(['team:search', 'nightly', 'url:a:b', 'empty:'])).toEqual({
      tags: { team: 'search', nightly: 'true', url: 'a:b', empty: 'true', 'flowc:flow': 'f' },
      refused: [],
    });
  });

  test('of one key keep all values, and labels come over them', () => {
    expect(tagged(['team:a', 'team:b']).tags).toMatchObject({ team: 'a b' });
    expect(tagged(['team:a'], { team: 'c', 'app.kubernetes.io/name': 'x' }).tags).toMatchObject({
      team: 'c',
      'app.kubernetes.io/name': 'x',
    });
  });

  test.each([
    ['a, b', '`,` may not stand in one'],
    [`x:${'y'.repeat(257)}`, 'its value has 257 characters, and AWS takes 256'],
    ['x'.repeat(129), 'its key has 129 characters, and AWS takes 128'],
  ])('leave %s out', (tag, reason) => {
    expect(tagged([tag])).toMatchObject({ tags: { 'flowc:flow': 'f' }, refused: [{ reason }] });
  });

  test('that differ in case only are one to IAM', () => {
    expect(tagged(['Team:a', 'team:b'])).toMatchObject({ tags: { Team: 'a' }, refused: [{ key: 'team' }] });
  });

  test('may be called like anything', () => {
    expect(Object.entries(tagged(['__proto__:a', 'constructor']).tags)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'true'],
      ['flowc:flow', 'f'],
    ]);
  });
});
