// What was worked out once need not be again; the memory is emptied when it is full.
export const remembering = (make, most) => {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) {
      if (known.size >= most) known.clear();
      known.set(key, make(key));
    }
    return known.get(key);
  };
};
