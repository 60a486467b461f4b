export const word = 'from another file';
