import { current, FlowSpec, onExit, parameter, retry, schedule, step, timeout } from 'flowc';
import { table, unusualHours, type Hour } from './report.ts';
import { ordersOf, type Order } from './shop.ts';

/** Every night: fetches the orders of the day before page by page, looks at what is unusual, and writes a report. */
@schedule({ cron: '0 3 * * *', timezone: 'Europe/Berlin', concurrency: 'forbid' })
@retry({ times: 2, delay: '1m' })
@timeout('15m')
export class NightlyReportFlow extends FlowSpec {
  readonly day = parameter.date({ required: false, help: 'the day to report on; without it the day before the run' });
  readonly factor = parameter.number({
    default: 3,
    min: 1,
    help: 'an hour that sells so many times the usual is looked at',
  });

  date!: string;
  page = 0;
  orders: Order[] = [];
  suspects: Hour[] = [];
  notes: string[] = [];
  report!: string;

  /** Fixes the day once, so that a step that is tried again after midnight does not change its mind. */
  @step
  start() {
    this.date = (this.day ?? yesterday()).toISOString().slice(0, 10);
    this.next(this.fetch);
  }

  /** Fetches one page, and goes round while there are more. */
  @step
  async fetch() {
    const { orders, more } = await ordersOf(this.date, this.page);
    this.orders = [...this.orders, ...orders];
    this.page += 1;
    if (more) this.next(this.fetch, { maxVisits: 50 });
    else this.next(this.check);
  }

  /** Decides whether somebody should look closer. */
  @step
  check() {
    this.suspects = unusualHours(this.orders, this.factor);
    if (this.orders.length === 0) this.next(this.closed);
    else if (this.suspects.length > 0) this.next(this.investigate);
    else this.next(this.write);
  }

  /** The shop was closed. */
  @step
  closed() {
    this.report = `${this.date}: no orders`;
    this.next(this.end);
  }

  /** Finds what sold so much in the unusual hours. */
  @step
  investigate() {
    for (const { hour, count } of this.suspects) {
      const items = this.orders.filter((order) => order.hour === hour).map((order) => order.item);
      const [item = '', sold = 0] = [...Map.groupBy(items, (name) => name)]
        .map(([name, all]) => [name, all.length] as const)
        .reduce((best, other) => (other[1] > best[1] ? other : best), ['', 0] as const);
      this.notes = [...this.notes, `${hour}:00 had ${count} orders, ${sold} of them for ${item}`];
    }
    this.next(this.write);
  }

  /** Writes the report. */
  @step
  write() {
    this.report = [`Orders of ${this.date}`, '', ...table(this.orders), ...this.notes].join('\n');
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.report);
  }

  /** A night without a report should not go unnoticed. */
  @onExit('failure')
  alert() {
    console.error(`no report: ${current.failure?.stepName} failed with ${current.failure?.message}`);
  }
}

function yesterday(): Date {
  return new Date(Date.now() - 24 * 60 * 60 * 1000);
}
