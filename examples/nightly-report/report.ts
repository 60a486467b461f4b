import type { Order } from './shop.ts';

/** How many orders an hour of the day had. */
export interface Hour {
  readonly hour: number;
  readonly count: number;
}

/** The hours that had more than `factor` times as many orders as the median hour. */
export function unusualHours(orders: readonly Order[], factor: number): Hour[] {
  const hours = [...Map.groupBy(orders, (order) => order.hour)].map(([hour, all]) => ({ hour, count: all.length }));
  const usual = hours.map(({ count }) => count).toSorted((a, b) => a - b)[Math.floor(hours.length / 2)] ?? 0;
  return hours.filter(({ count }) => count > factor * usual);
}

/** One line for each item, the one that earned most first, and the sum. */
export function table(orders: readonly Order[]): string[] {
  const rows = [...Map.groupBy(orders, (order) => order.item)].map(([item, all]) => ({
    item,
    count: all.length,
    cents: all.reduce((sum, { price }) => sum + price, 0),
  }));
  const ranked = rows.toSorted((a, b) => b.cents - a.cents);
  const total = { item: 'all', count: orders.length, cents: ranked.reduce((sum, { cents }) => sum + cents, 0) };
  return [...ranked, total].map(
    ({ item, count, cents }) =>
      `${item.padEnd(10)}${String(count).padStart(5)}${(cents / 100).toFixed(2).padStart(10)}`,
  );
}
