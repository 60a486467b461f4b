/** What cannot be helped by trying again: the engine is told so, and makes no other attempt. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
