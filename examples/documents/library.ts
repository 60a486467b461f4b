// A small library, in place of the bucket or share where yours is: folders of documents, each a JSON text with a title and a body.

const library: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kitchen: {
    'bread.json': document(
      'Bread',
      'Heat the oven well before the bread goes in. Bread wants a hot stone and some steam.',
    ),
    'soup.json': document('Soup', 'Roast the bones in the oven, cover them with cold water and let the soup simmer.'),
    'torn-page.json': '{"title": "Pickles", "body": "Salt and',
  },
  workshop: {
    'hinge.json': document('A hinge that squeaks', 'Lift the door, take out the pin and grease it.'),
    'stove.json': document(
      'The stove',
      'An oven that does not get hot has a burnt element, or a door that does not close.',
    ),
  },
  attic: {},
};

/** The folders of the library. */
export function folders(): string[] {
  return Object.keys(library);
}

/** The documents of a folder. */
export function list(folder: string): string[] {
  return Object.keys(library[folder] ?? {});
}

/** The text of a document; throws where there is none or it is damaged. */
export async function read(path: string): Promise<string> {
  const [folder = '', name = ''] = path.split('/');
  const stored = await Promise.resolve(library[folder]?.[name]);
  if (stored === undefined) throw new Error(`no document ${path}`);
  const { title, body } = JSON.parse(stored) as { readonly title: string; readonly body: string };
  return `${title}. ${body}`;
}

function document(title: string, body: string): string {
  return JSON.stringify({ title, body });
}
