import { describe, expect, test } from 'vitest';
import { tagsOf } from '../../../../../targets/step-functions/deploy/tags.ts';
import { flow, go } from '../../flow.ts';

const tagged = (tags: readonly string[], labels: Readonly<Record<string, string>> = {}) =>
  tagsOf(flow({ start: [go('end')], end: [] }, { settings: { tags } }), { labels }, 'f');

describe('tags', () => {
  test('are keys and values, or keys that are `true`, and the flow', () => {
    expect(tagged(['team:search', 'nightly', 'url:a:b', 'empty:'])).toEqual({
      tags: { team: 'search', nightly: 'true', url: 'a:b', empty: 'true', 'flowc:flow': 'f' },
      changed: [],
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
    ['a, b', 'a_ b', 'true'],
    ['x:👩‍🚀"', 'x', '____'],
    [`x:${'y'.repeat(257)}`, 'x', 'y'.repeat(256)],
    ['x'.repeat(129), 'x'.repeat(128), 'true'],
  ])('%s is written as near as AWS takes it', (tag, key, value) => {
    const { tags, changed } = tagged([tag]);
    expect(tags).toEqual({ [key]: value, 'flowc:flow': 'f' });
    expect(changed).toEqual([{ tag, becomes: `${key}:${value}` }]);
  });

  test('that differ in case only are one to IAM', () => {
    expect(tagged(['Team:a', 'team:b'])).toEqual({
      tags: { Team: 'a b', 'flowc:flow': 'f' },
      changed: [{ tag: 'team:b', becomes: 'Team:a b' }],
    });
  });

  test('may be called like anything', () => {
    expect(Object.entries(tagged(['__proto__:a', 'constructor']).tags)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'true'],
      ['flowc:flow', 'f'],
    ]);
  });
});
