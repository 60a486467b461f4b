// A cron line in numbers: Argo's CustomResourceDefinition takes `MON` and `JAN` for no schedule, although Argo's own parser would.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The same five fields with the names of months and days as numbers. */
export function numericCron(line: string): string {
  const fields = line.split(' ');
  return fields
    .map((field, at) => (at === 3 ? numbered(field, months, 1) : at === 4 ? numbered(field, days, 0) : field))
    .join(' ');
}

function numbered(field: string, names: readonly string[], first: number): string {
  return field.replace(/[a-z]+/gi, (name) => {
    const at = names.indexOf(name.toLowerCase());
    return at < 0 ? name : String(at + first);
  });
}
