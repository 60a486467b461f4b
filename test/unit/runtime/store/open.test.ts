import { sep } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../../src/runtime/store/open.ts';

test('a folder is opened by its absolute or relative path', async () => {
  expect((await openStore('/data/flows', {})).root).toBe('/data/flows');
  expect((await openStore('.flowc', {})).root).toBe(`${process.cwd()}${sep}.flowc`);
});

test('S3 is opened without asking it anything', async () => {
  const store = await openStore('s3://bucket/some/prefix/', { AWS_REGION: 'eu-central-1' });
  expect(store.root).toBe('s3://bucket/some/prefix/');
  expect(store.localPath('a')).toBeUndefined();
  await store.close();
});

test.each([
  ['gs://bucket/prefix', 'The datastore `gs://bucket/prefix` is not supported'],
  ['https://bucket.s3.amazonaws.com', 'Use a folder or `s3://bucket/prefix`'],
  ['s3://', 'names no bucket'],
  ['', 'has no name'],
])('%j is refused', async (root, message) => {
  await expect(openStore(root, {})).rejects.toThrow(message);
});
