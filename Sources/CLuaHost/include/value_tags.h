// How a value is encoded: one tag byte, then the payload. Lengths and counts have 32 bits, numbers
// 64; all are little-endian.
#ifndef LH_VALUE_TAGS_H
#define LH_VALUE_TAGS_H

enum lh_tag {
  LH_NULL = 0,
  LH_FALSE = 1,
  LH_TRUE = 2,
  LH_INTEGER = 3,  ///< int64
  LH_FLOAT = 4,    ///< double
  LH_STRING = 5,   ///< length, bytes
  LH_ARRAY = 6,    ///< count, values
  LH_MAP = 7,      ///< count, then for each entry: length and bytes of the key, value
};

/// The first byte of a reply; one value follows.
enum lh_reply {
  LH_RETURNED = 0,  ///< The call returns the value.
  LH_REFUSED = 1,   ///< The call returns nil and the value, an error table.
  LH_RAISED = 2,    ///< The call raises the value, an error table.
};

#endif
