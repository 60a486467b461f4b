// A shop's orders by page, in place of the service that has yours. They follow from the date alone: the same day always has the same orders.

export interface Order {
  readonly hour: number;
  readonly item: string;
  /** Cents. */
  readonly price: number;
}

export interface Page {
  readonly orders: readonly Order[];
  /** There is another page after this one. */
  readonly more: boolean;
}

const PAGE = 40;

const prices = { tea: 390, bread: 420, soup: 690, umbrella: 1490 } as const;

/** One page of a day's orders, from 0. Sundays have none; on a rainy hour umbrellas sell. */
export async function ordersOf(date: string, page: number): Promise<Page> {
  const all = await Promise.resolve(dayOf(date));
  return { orders: all.slice(page * PAGE, (page + 1) * PAGE), more: (page + 1) * PAGE < all.length };
}

function dayOf(date: string): readonly Order[] {
  const day = new Date(date);
  if (day.getUTCDay() === 0) return [];
  const rain = 9 + (day.getUTCDate() % 9);
  return Array.from({ length: 9 }, (_, index) => index + 9).flatMap((hour) => [
    ...usual(hour, 8 + ((hour * day.getUTCDate()) % 5)),
    ...(hour === rain ? Array.from({ length: 30 }, () => order(hour, 'umbrella')) : []),
  ]);
}

function usual(hour: number, count: number): Order[] {
  const items = hour < 12 ? (['tea', 'bread'] as const) : (['soup', 'tea', 'bread'] as const);
  return Array.from({ length: count }, (_, index) => order(hour, items[index % items.length] ?? 'tea'));
}

const order = (hour: number, item: keyof typeof prices): Order => ({ hour, item, price: prices[item] });
