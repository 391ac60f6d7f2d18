// Saves each question by itself a moment after typing stops.
